#include "mlp/core/memory.h"

#include <gtest/gtest.h>

#include <limits>

#include "mlp/core/error.h"

namespace mlp {
namespace {

constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();

TEST(Memory, EstimatesNeverOverflow) {
  EXPECT_EQ(saturating_product(1u << 20, 1u << 20), std::uint64_t{1} << 40);
  EXPECT_EQ(saturating_product(most, 2), most);
  EXPECT_EQ(saturating_sum(most, 1), most);
}

TEST(Memory, RefusesWhatCannotBeHad) {
  EXPECT_NO_THROW(require_memory(1 << 20, "a small net", "."));
  try {
    require_memory(std::uint64_t{1} << 60, "the layer \"dense_1\"", "Take fewer units.");
    FAIL() << "an exbibyte was granted";
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()).find("the layer \"dense_1\" would need 1 EiB; "), 0u) << error.what();
    EXPECT_TRUE(std::string(error.what()).ends_with("are available. Take fewer units.")) << error.what();
  }
}

TEST(Memory, ReadsAsPeopleWriteIt) {
  EXPECT_EQ(readable_bytes(0), "0 B");
  EXPECT_EQ(readable_bytes(1023), "1023 B");
  EXPECT_EQ(readable_bytes(1536), "1.5 KiB");
  EXPECT_EQ(readable_bytes(std::uint64_t{5} << 30), "5 GiB");
}

TEST(Memory, ThePeakIsAtLeastWhatIsInUse) { EXPECT_GT(peak_memory(), 1u << 20); }

}  // namespace
}  // namespace mlp
