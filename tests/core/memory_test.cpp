#include "mlp/core/memory.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <limits>
#include <vector>

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

/// Ends the process: 0 where a limit of 100 MiB more than it has is what is available, to within what the test takes.
void end_with_a_limit_of_addresses() {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  constexpr std::uint64_t left = 100 << 20;
  const rlim_t limit = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) + left;
  const rlimit limits{limit, limit};
  if (::setrlimit(RLIMIT_AS, &limits) != 0) std::_Exit(2);
  const std::uint64_t available = available_memory();
  std::_Exit(available <= left && available > left / 2 ? 0 : 1);
}

TEST(Memory, ALimitOfTheProcessCounts) { EXPECT_EXIT(end_with_a_limit_of_addresses(), testing::ExitedWithCode(0), ""); }

TEST(Memory, LargePagesChangeNoByte) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{100}, (std::size_t{5} << 20) + 7}) {
    std::vector<unsigned char> bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<unsigned char>(i % 251);
    prefer_large_pages(bytes.data(), size);
    for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(bytes[i], i % 251) << i;
  }
}

TEST(Memory, ReadsAsPeopleWriteIt) {
  EXPECT_EQ(readable_bytes(0), "0 B");
  EXPECT_EQ(readable_bytes(1023), "1023 B");
  EXPECT_EQ(readable_bytes(1536), "1.5 KiB");
  EXPECT_EQ(readable_bytes(std::uint64_t{5} << 30), "5 GiB");
}

TEST(Memory, ThePeakRisesWithWhatIsInUse) {
  const std::uint64_t before = peak_memory();
  constexpr std::size_t much = std::size_t{256} << 20;
  const std::vector<char> block(much, 1);
  EXPECT_GE(peak_memory(), much);
  EXPECT_GE(peak_memory(), before);
  EXPECT_EQ(block.back(), 1);
}

}  // namespace
}  // namespace mlp
