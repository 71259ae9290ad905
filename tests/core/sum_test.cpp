#include "mlp/core/sum.h"

#include <gtest/gtest.h>

#include <limits>

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

}  // namespace
}  // namespace mlp
