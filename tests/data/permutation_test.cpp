#include "mlp/data/permutation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace mlp {
namespace {

RandomStream stream_of(std::uint64_t seed) { return {seed, Purpose::split, 0}; }

TEST(Permutation, HasEveryNumberOnce) {
  for (const Index count : {0, 1, 2, 1000}) {
    std::vector<Index> order = permutation(count, stream_of(1));
    std::sort(order.begin(), order.end());
    ASSERT_EQ(static_cast<Index>(order.size()), count);
    for (Index i = 0; i < count; ++i) EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
  }
}

TEST(Permutation, DependsOnTheStreamAlone) {
  EXPECT_EQ(permutation(100, stream_of(1)), permutation(100, stream_of(1)));
  EXPECT_NE(permutation(100, stream_of(1)), permutation(100, stream_of(2)));
}

TEST(Permutation, GivesEveryOrderEquallyOften) {
  std::map<std::vector<Index>, int> counts;
  constexpr int draws = 24000;
  for (int seed = 0; seed < draws; ++seed) ++counts[permutation(4, stream_of(static_cast<std::uint64_t>(seed)))];
  ASSERT_EQ(counts.size(), 24u);
  double chi_square = 0;  // 23 degrees of freedom: above 58 once in 10,000
  for (const auto& [order, count] : counts) chi_square += (count - 1000.0) * (count - 1000.0) / 1000;
  EXPECT_LT(chi_square, 58);
}

}  // namespace
}  // namespace mlp
