// Penalties: Keras's meaning, by hand.

#include "mlp/math/penalty.h"

#include <gtest/gtest.h>

#include "tests/support/array.h"

namespace mlp::test {
namespace {

TEST(Penalty, IsTheSumOfMagnitudesAndSquaresWithoutAHalf) {
  const double w[] = {3, -4, 0};
  EXPECT_DOUBLE_EQ(penalty_value<double>({0.1, 0}, {w, 3}), 0.7);
  EXPECT_DOUBLE_EQ(penalty_value<double>({0, 0.1}, {w, 3}), 2.5);
  EXPECT_DOUBLE_EQ(penalty_value<double>({0.1, 0.1}, {w, 3}), 3.2);
}

TEST(Penalty, AddsItsGradientToWhatIsThere) {
  const double w[] = {3, -4, 0};
  double g[] = {1, 1, 1};
  add_penalty_gradient<double>({0.5, 0.25}, 1, {w, 3}, {g, 3});  // 0.5·sign(w) + 2·0.25·w
  EXPECT_DOUBLE_EQ(g[0], 1 + 0.5 + 1.5);
  EXPECT_DOUBLE_EQ(g[1], 1 - 0.5 - 2);
  EXPECT_EQ(g[2], 1);  // sign(0) = 0
  add_penalty_gradient<double>({0, 1}, 0.5, {w, 3}, {g, 3});
  EXPECT_DOUBLE_EQ(g[0], 3 + 3);
}

TEST(Penalty, OfNothingIsNone) {
  EXPECT_FALSE(Penalty{});
  EXPECT_TRUE((Penalty{1e-9, 0}));
  EXPECT_TRUE((Penalty{0, 1e-9}));
}

TEST(Penalty, SumsFloatsInDouble) {
  const std::vector<float> w(1000000, 0.1f);
  const double exact = 1e6 * static_cast<double>(0.1f);
  EXPECT_NEAR(penalty_value<float>({1, 0}, {w.data(), 1000000}), exact, 1e-6);
}

}  // namespace
}  // namespace mlp::test
