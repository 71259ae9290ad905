#include "mlp/data/numpy_random.h"

#include <gtest/gtest.h>

#include <set>

#include "mlp/core/error.h"
#include "tests/data/golden.h"

namespace mlp {
namespace {

class NumpyRandomOfSeed : public testing::TestWithParam<std::uint64_t> {};

// In the order in which tests/golden/make_generators.py draws them.
TEST_P(NumpyRandomOfSeed, DrawsWhatNumpyDraws) {
  const GoldenRows rows = golden("generators.txt").at("state " + std::to_string(GetParam()));
  NumpyRandom random(GetParam());
  for (const double value : rows.at(0)) EXPECT_EQ(random.uniform(), value);
  for (const double value : rows.at(1)) EXPECT_NEAR(random.normal(), value, 1e-15);
  for (const double value : rows.at(2)) EXPECT_DOUBLE_EQ(random.uniform(-10, 10), value);
  for (const double value : rows.at(3)) EXPECT_NEAR(random.normal(), value, 1e-15);
  const std::vector<Index> order = random.permutation(10);
  EXPECT_EQ(std::vector<double>(order.begin(), order.end()), rows.at(4));
  EXPECT_EQ(random.permutation(1), std::vector<Index>{0});
  EXPECT_EQ(random.uniform(), rows.at(6).at(0));
}

INSTANTIATE_TEST_SUITE_P(Seeds, NumpyRandomOfSeed, testing::Values(0, 1, 42, 4294967295));

TEST(NumpyRandom, RefusesSeedsThatNumpyRefuses) { EXPECT_THROW(NumpyRandom{4294967296}, InputError); }

TEST(NumpyRandom, AtMostReachesItsLimitAndNothingBeyond) {
  NumpyRandom random(5);
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 500; ++i) seen.insert(random.at_most(4));
  EXPECT_EQ(seen, (std::set<std::uint32_t>{0, 1, 2, 3, 4}));
  EXPECT_EQ(random.at_most(0), 0u);
}

}  // namespace
}  // namespace mlp
