// Optimizers: one step by hand, exact answers where β = 0, many steps of PyTorch's and of Keras's recurrence.

#include "mlp/math/optimizer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "mlp/math/optimizers/adam.h"
#include "mlp/math/optimizers/sgd.h"
#include "tests/support/array.h"
#include "tests/support/golden.h"

namespace mlp::test {
namespace {

/// Parameters and moments, stepped in slices: a rule works on any slice of the flat vectors.
struct Stepper {
  const Optimizer<double>& optimizer;
  Buffer<double> w, moments;
  std::vector<Index> cuts;  // where slices begin, and the end

  Stepper(const Optimizer<double>& rule, std::vector<double> start, std::vector<Index> where)
      : optimizer(rule), w(start.begin(), start.end()), cuts(std::move(where)) {
    moments.resize(static_cast<std::size_t>(padded(size()) * rule.moment_count()));
  }
  Index size() const { return static_cast<Index>(w.size()); }
  void step(const StepInfo& at, const Buffer<double>& g) {
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      const Index first = cuts[i], count = cuts[i + 1] - first;
      optimizer.update(at, Slice<double>(w.data() + first, count), ConstSlice<double>(g.data() + first, count),
                       Moments<double>(moments.data() + first, padded(size()), count));
    }
  }
};

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
void expect_golden(const std::string& name, const Optimizer<double>& rule, std::int64_t steps, double tolerance,
                   const std::function<double(std::int64_t)>& rate) {
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
