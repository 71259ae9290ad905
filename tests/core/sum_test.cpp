#include "mlp/core/sum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace mlp {
namespace {

TEST(Sum, LosesNothingOverTenMillionAddends) {
  Sum sum;
  for (int i = 0; i < 10'000'000; ++i) sum.add(0.1);
  EXPECT_DOUBLE_EQ(sum.value(), 1e6);  // a plain loop is off by 1.6e-4
}

TEST(Sum, KeepsASmallAddendBesideALargeOne) {
  Sum sum;
  for (const double value : {1e100, 1.0, -1e100}) sum.add(value);
  EXPECT_EQ(sum.value(), 1.0);
}

TEST(Sum, ContinuesFromItsTwoParts) {
  Sum whole, first;
  for (int i = 0; i < 100; ++i) whole.add(1.0 / (i + 1));
  for (int i = 0; i < 50; ++i) first.add(1.0 / (i + 1));
  Sum second(first.total(), first.correction());
  for (int i = 50; i < 100; ++i) second.add(1.0 / (i + 1));
  EXPECT_EQ(whole.value(), second.value());
}

TEST(Sum, IsNotFiniteOnceAnAddendWasNot) {
  Sum sum;
  sum.add(std::numeric_limits<double>::infinity());
  sum.add(1);
  EXPECT_TRUE(std::isinf(sum.value()));
  sum.add(-std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(sum.value()));
}

TEST(SumOf, LosesNothingOverTenMillionAddends) {
  EXPECT_DOUBLE_EQ(sum_of<double>(std::vector<double>(10'000'000, 0.1)), 1e6);
  EXPECT_DOUBLE_EQ(sum_of<float>(std::vector<float>(10'000'000, 0.1F)), 1e7 * static_cast<double>(0.1F));
}

// 1/1 … 1/n, whose sum is ln n + γ + 1/(2n) − 1/(12n²) + 1/(120n⁴) within 1/(252n⁶), γ being Euler's constant.
TEST(SumOf, TakesEachNumberOnce) {
  std::vector<double> terms;
  for (std::size_t n = 1; n <= 40; ++n) {
    terms.resize(n);
    terms[n - 1] = 1 / static_cast<double>(n);
    if (n < 8) continue;
    const double m = static_cast<double>(n);
    const double expected =
        std::log(m) + 0.5772156649015329 + 1 / (2 * m) - 1 / (12 * m * m) + 1 / (120 * m * m * m * m);
    EXPECT_NEAR(sum_of<double>(terms), expected, 2e-8) << n;
  }
  EXPECT_EQ(sum_of<double>({}), 0);
}

TEST(SumOf, KeepsSmallAddendsBesideLargeOnes) {
  std::vector<double> values(24, 1.0);
  values[3] = 1e100;
  values[11] = -1e100;
  EXPECT_EQ(sum_of<double>(values), 22);
  values[11] = 1;
  values[12] = -1e100;  // in another of the eight sums
  EXPECT_EQ(sum_of<double>(values), 22);
}

TEST(SumOf, IsNotFiniteOnceAnAddendWasNot) {
  std::vector<float> values(24, 1.0F);
  values[5] = std::numeric_limits<float>::infinity();
  EXPECT_EQ(sum_of<float>(values), std::numeric_limits<double>::infinity());
  values[13] = -std::numeric_limits<float>::infinity();
  EXPECT_TRUE(std::isnan(sum_of<float>(values)));
  values[13] = 1;
  values[6] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(sum_of<float>(values)));
}

}  // namespace
}  // namespace mlp
