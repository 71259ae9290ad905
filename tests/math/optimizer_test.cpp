// Optimizers: one step by hand, exact answers where β = 0, many steps of PyTorch's and of Keras's recurrence.

#include "mlp/math/optimizer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "mlp/math/optimizers/adadelta.h"
#include "mlp/math/optimizers/adagrad.h"
#include "mlp/math/optimizers/adam.h"
#include "mlp/math/optimizers/adamw.h"
#include "mlp/math/optimizers/nadam.h"
#include "mlp/math/optimizers/rmsprop.h"
#include "mlp/math/optimizers/rprop.h"
#include "mlp/math/optimizers/sgd.h"
#include "tests/math/stepper.h"
#include "tests/support/golden.h"

namespace mlp::test {
namespace {

TEST(Sgd, WithoutMomentumRemembersNothing) {
  const Sgd<double> plain(0, false);
  EXPECT_EQ(plain.moment_count(), 0);
  Stepper s(plain, {1, 2}, {0, 2});
  s.step({1, 0.5}, {4, -2});
  EXPECT_EQ(s.w, (Buffer<double>{-1, 3}));
}

TEST(Sgd, TakesTwoHandWorkedStepsWithMomentum) {
  // μ = ½, η = 1, g = 2 then 4: v = −2, w = 8; v = −1 − 4 = −5, w = 3.
  const Sgd<double> momentum(0.5, false);
  Stepper s(momentum, {10}, {0, 1});
  s.step({1, 1}, {2});
  EXPECT_EQ(s.w[0], 8);
  s.step({2, 1}, {4});
  EXPECT_EQ(s.w[0], 3);
  // Nesterov: w ← w + μv − ηg: 10 − 1 − 2 = 7; then 7 − 2.5 − 4 = 0.5.
  const Sgd<double> nesterov(0.5, true);
  Stepper n(nesterov, {10}, {0, 1});
  n.step({1, 1}, {2});
  EXPECT_EQ(n.w[0], 7);
  n.step({2, 1}, {4});
  EXPECT_EQ(n.w[0], 0.5);
}

TEST(Sgd, KeepsTheRateInsideTheVelocity) {  // as Keras, unlike PyTorch: a new rate acts on new gradients only
  const Sgd<double> momentum(0.5, false);
  Stepper s(momentum, {0}, {0, 1});
  s.step({1, 1}, {2});
  s.step({2, 0}, {2});
  EXPECT_EQ(s.w[0], -3);
}

TEST(Sgd, MomentumMayGrowAlongALine) {
  // μ = 0, ¼, ½, ½ at updates 1 to 4; η = 1, g = −4: v = 4, 5, 6.5, 7.25.
  const Sgd<double> ramp(Momentum{.initial = 0, .last = 0.5, .steps = 2}, false);
  ASSERT_EQ(ramp.moment_count(), 1);
  Stepper s(ramp, {0}, {0, 1});
  std::vector<double> steps;
  for (std::int64_t t = 1; t <= 4; ++t) {
    const double before = s.w[0];
    s.step({t, 1}, {-4});
    steps.push_back(s.w[0] - before);
  }
  EXPECT_EQ(steps, (std::vector<double>{4, 5, 6.5, 7.25}));
}

TEST(Adagrad, DividesByTheRootOfTheSumOfSquares) {
  // v = 7 + 9 = 16, then 16 + 9 = 25; ε = 1, η = 10: steps of 10·3/5 and 10·3/6.
  const Adagrad<double> rule(7, 1);
  Stepper s(rule, {0}, {0, 1});
  s.step({1, 10}, {3});
  EXPECT_EQ(s.w[0], -6);
  s.step({2, 10}, {3});
  EXPECT_EQ(s.w[0], -11);
}

TEST(Rmsprop, IsExactWithoutMemory) {
  const Rmsprop<double> rule(0, 1);
  Stepper s(rule, {0, 0}, {0, 2});  // v = g²: the step is η·g/(|g| + ε)
  s.step({1, 8}, {3, -1});
  EXPECT_EQ(s.w, (Buffer<double>{-6, 4}));
}

TEST(Rmsprop, TakesAHandWorkedStep) {
  const Rmsprop<double> rule(0.75, 1);
  Stepper s(rule, {0}, {0, 1});  // v = ¼·16 = 4; then 3 + ¼·4 = 4
  s.step({1, 3}, {4});
  EXPECT_EQ(s.w[0], -4);
  s.step({2, 3}, {2});
  EXPECT_EQ(s.w[0], -6);
}

TEST(Adadelta, TakesStepsOfTheSizeOfTheLastOnes) {
  // ρ = 0, ε = 1: v = 8, Δ₁ = √1/√9·√8, u = Δ₁²; then v = 3 and Δ₂ = √(8/9 + 1)/√4·√3.
  const Adadelta<double> rule(0, 1);
  Stepper s(rule, {0}, {0, 1});
  s.step({1, 1}, {std::sqrt(8)});
  EXPECT_DOUBLE_EQ(s.w[0], -std::sqrt(8) / 3);
  s.step({2, 1}, {std::sqrt(3)});
  EXPECT_DOUBLE_EQ(s.w[0], -std::sqrt(8) / 3 - std::sqrt(17.0 / 9 * 3 / 4));
}

TEST(AdamW, ShrinksAndThenStepsAsAdamDoes) {
  const AdamW<double> rule(0, 0, 1, 0.25);
  Stepper s(rule, {10}, {0, 1});  // 10·(1 − 1·¼) − 1·3/(3 + 1)
  s.step({1, 1}, {3});
  EXPECT_EQ(s.w[0], 6.75);
}

TEST(Nadam, RemembersTheProductOfItsMomenta) {
  // ψ = 0: μ is β₁/2 always. β₁ = ½, β₂ = 0, ε → 0, g = 1: m = ½, then ¾.
  // t = 1: ¼·½/(1 − 1/16) + ¾/(1 − ¼);  t = 2: ¼·¾/(1 − 1/64) + ¾/(1 − 1/16).
  const Nadam<double> rule(0.5, 0, 1e-300, 0);
  Stepper s(rule, {0}, {0, 1});
  s.step({1, 1}, {1});
  EXPECT_DOUBLE_EQ(s.w[0], -(2.0 / 15 + 1));
  s.step({2, 1}, {1});
  EXPECT_DOUBLE_EQ(s.w[0], -(2.0 / 15 + 1) - (4.0 / 21 + 0.8));
  EXPECT_EQ(s.common, (std::vector<double>{1.0 / 16}));
}

TEST(Rprop, GrowsShrinksAndWaits) {
  // Δ: 1, 1·2 = 2, 2·¼ = ½ (the sign turned: no step), ½ (after a turn the sign counts as new), ½·2 = 1.
  const Rprop<double> rule({.eta_minus = 0.25, .eta_plus = 2});
  Stepper s(rule, {0}, {0, 1});
  std::vector<double> path;
  for (std::int64_t t = 1; t <= 5; ++t) {
    s.step({t, 1}, {t < 3 ? 5.0 : -7.0});
    path.push_back(s.w[0]);
  }
  EXPECT_EQ(path, (std::vector<double>{-1, -3, -3, -2.5, -1.5}));
}

TEST(Rprop, KeepsStepSizesInTheirRangeAndLooksAtSignsAlone) {
  // Gradients whose product is 0 in floating point; a gradient of 0 moves nothing, and the one after it counts as new.
  const Rprop<double> rule({.eta_minus = 0.5, .eta_plus = 4, .min_step = 0.75, .max_step = 3});
  Stepper s(rule, {0, 0}, {0, 2});
  s.step({1, 1}, {1e-300, 0});
  s.step({2, 1}, {1e-300, 2});
  EXPECT_EQ(s.w, (Buffer<double>{-4, -1}));
  s.step({3, 1}, {1e-300, -2});
  s.step({4, 1}, {1e-300, -2});
  EXPECT_EQ(s.w, (Buffer<double>{-10, -0.25}));
}

TEST(Adam, IsExactWithoutMemory) {
  // β₁ = β₂ = 0: m = g, v = g², so the step is η·g/(|g| + ε), whatever the number of the update.
  const Adam<double> adam(0, 0, 1);
  Stepper s(adam, {10, 10, 10}, {0, 3});
  s.step({1, 8}, {3, -1, 0});
  EXPECT_EQ(s.w, (Buffer<double>{4, 14, 10}));
  s.step({1000, 8}, {1, 1, 1});
  EXPECT_EQ(s.w, (Buffer<double>{0, 10, 6}));
}

TEST(Adam, TakesAHandWorkedStep) {
  // t = 1: m = (1−β₁)g, over 1−β₁ that is g; v likewise g². So the first step is η·g/(|g| + ε) for any β.
  const Adam<double> adam(0.9, 0.999, 1e-8);
  EXPECT_EQ(adam.moment_count(), 2);
  Stepper s(adam, {1}, {0, 1});
  s.step({1, 0.1}, {0.5});
  EXPECT_NEAR(s.w[0], 1 - 0.1 * 0.5 / (0.5 + 1e-8), 1e-15);
  EXPECT_NEAR(s.moments[0], 0.05, 1e-16);
  EXPECT_NEAR(s.moments[static_cast<std::size_t>(padded(1))], 0.00025, 1e-18);
  // t = 2, g = −1: m = 0.045 − 0.1, v = 0.00024975 + 0.001.
  s.step({2, 0.1}, {-1});
  const double m = -0.055 / (1 - 0.81), v = 0.00124975 / (1 - 0.999 * 0.999);
  EXPECT_NEAR(s.w[0], 1 - 0.1 * 0.5 / (0.5 + 1e-8) - 0.1 * m / (std::sqrt(v) + 1e-8), 1e-14);
}

/// Steps with the gradient a·sin(c·t) + 0.05·w from w = 1, against the golden rows "NAME/STEP".
void expect_golden(const std::string& name, const ElementwiseOptimizer<double>& rule, std::int64_t steps,
                   double tolerance, const std::function<double(std::int64_t)>& rate) {
  const Golden golden("math/math.csv");
  const std::vector<double>&a = golden["optimizer/a"], &c = golden["optimizer/c"];
  Stepper s(rule, std::vector<double>(7, 1.0), {0, 2, 3, 7});
  int compared = 0;
  for (std::int64_t t = 1; t <= steps; ++t) {
    Buffer<double> g;
    for (std::size_t i = 0; i < 7; ++i) g.push_back(a[i] * std::sin(c[i] * static_cast<double>(t)) + 0.05 * s.w[i]);
    s.step({t, rate(t)}, g);
    const std::string row = name + "/" + std::to_string(t);
    if (!golden.has(row)) continue;
    ++compared;
    for (std::size_t i = 0; i < 7; ++i)
      EXPECT_NEAR(s.w[i], golden[row][i], tolerance * std::abs(golden[row][i])) << row << ", parameter " << i;
  }
  EXPECT_EQ(compared, 4);
}

TEST(Adam, FollowsPyTorchForAThousandSteps) {
  expect_golden("adam", Adam<double>(0.8, 0.95, 1e-6), 1000, 1e-9, [](std::int64_t) { return 0.01; });
}

TEST(Sgd, FollowsKerassRecurrence) {
  const auto rate = [](std::int64_t t) { return 0.05 / (1 + 0.1 * static_cast<double>(t)); };
  expect_golden("plain", Sgd<double>(0, false), 100, 1e-12, rate);
  expect_golden("momentum", Sgd<double>(0.9, false), 100, 1e-12, rate);
  expect_golden("nesterov", Sgd<double>(0.9, true), 100, 1e-12, rate);
}

}  // namespace
}  // namespace mlp::test
