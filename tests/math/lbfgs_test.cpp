// L-BFGS: steps by hand, PyTorch's iterates and minima, and the line search's conditions at every step.

#include "mlp/math/optimizers/lbfgs.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "tests/support/golden.h"

namespace mlp::test {
namespace {

/// J(w); fills g with its gradient.
using Function = std::function<double(const Buffer<double>& w, Buffer<double>& g)>;

/// Parameters and memory, and the objective at them.
struct Descent final : StepObjective<double> {
  Lbfgs<double> rule;
  Function function;
  Buffer<double> w, g, moments;
  std::vector<double> common;
  double value = 0;
  std::int64_t number = 0;
  int evaluations = 0;

  Descent(Function f, Buffer<double> start, const LbfgsSettings& settings = {})
      : rule(settings), function(std::move(f)), w(std::move(start)), g(w.size()) {
    moments.resize(static_cast<std::size_t>(padded(size()) * rule.moment_count()));
    common.resize(static_cast<std::size_t>(rule.common_count()));
  }
  Index size() const { return static_cast<Index>(w.size()); }
  double evaluate() override {
    ++evaluations;
    return value = function(w, g);
  }
  void step(double rate = 1) {
    const double here = evaluate();
    rule.step({++number, rate}, {.threads = Threads(1),
                                 .size = size(),
                                 .parameters = w.data(),
                                 .gradient = g.data(),
                                 .moments = Moments<double>(moments.data(), padded(size()), size()),
                                 .common = common,
                                 .value = here,
                                 .objective = *this});
  }
};

// The functions of make_lbfgs.py.

double rosenbrock(const Buffer<double>& w, Buffer<double>& g) {
  double value = 0;
  std::fill(g.begin(), g.end(), 0);
  for (std::size_t i = 0; i + 1 < w.size(); ++i) {
    const double a = w[i + 1] - w[i] * w[i], b = 1 - w[i];
    value += 100 * a * a + b * b;
    g[i] -= 400 * a * w[i] + 2 * b;
    g[i + 1] += 200 * a;
  }
  return value;
}

double bowl(const Buffer<double>& w, Buffer<double>& g) {
  double sum = -28, value = 0;
  for (const double x : w) sum += x;
  for (std::size_t i = 0; i < w.size(); ++i) {
    const double k = static_cast<double>(i), scale = std::pow(3, k);
    value += 0.5 * scale * (w[i] - k) * (w[i] - k);
    g[i] = scale * (w[i] - k) + sum * sum * sum / 100;
  }
  return value + 0.25 * std::pow(sum, 4) / 100;
}

double logistic(const Buffer<double>& w, Buffer<double>& g) {
  double value = 0;
  for (std::size_t k = 0; k < w.size(); ++k) {
    value += 0.01 * w[k] * w[k];
    g[k] = 0.02 * w[k];
  }
  for (int j = 0; j < 40; ++j) {
    const double t = std::cos(3.0 * j) + std::sin(2.0 * j) > 0 ? 1 : -1;
    double z = 0;
    for (std::size_t k = 0; k < w.size(); ++k) z += w[k] * std::sin(j * (static_cast<double>(k) + 1));
    value += std::log1p(std::exp(-t * z)) / 40;
    for (std::size_t k = 0; k < w.size(); ++k)
      g[k] -= t / (1 + std::exp(t * z)) / 40 * std::sin(j * (static_cast<double>(k) + 1));
  }
  return value;
}

double norm(const Buffer<double>& g) {
  double sum = 0;
  for (const double x : g) sum += x * x;
  return std::sqrt(sum);
}

const Buffer<double> valley_start{-1.2, 1, -0.5, 0.8};

TEST(Lbfgs, TakesTwoHandWorkedSteps) {
  // J = ½w², w = 4. d = −g = −4, the first trial is t = min(1, 1/|g|) = ¼: w = 3; the loss fell from 8 to 4.5, and the
  // slope is −12, flatter than 0.9·(−16). Then s = y = −1, the estimate of the curvature is exact, and so is the step.
  Descent descent(
      [](const Buffer<double>& w, Buffer<double>& g) {
        g[0] = w[0];
        return w[0] * w[0] / 2;
      },
      {4});
  descent.step();
  EXPECT_EQ(descent.w[0], 3);
  EXPECT_EQ(descent.evaluations, 2);
  descent.step();
  EXPECT_EQ(descent.w[0], 0);
  EXPECT_EQ(descent.evaluations, 4);
  descent.step();  // there is no way down any more
  EXPECT_EQ(descent.w[0], 0);
  EXPECT_EQ(descent.evaluations, 5);
}

/// Follows PyTorch from the start to its last golden row.
void expect_iterates(const std::string& name, Descent descent, double rate, int rows) {
  const Golden golden("math/lbfgs.csv");
  int compared = 0;
  for (int t = 1; t <= 30; ++t) {
    descent.step(rate);
    const std::string row = name + "/" + std::to_string(t);
    if (!golden.has(row)) continue;
    ++compared;
    for (std::size_t i = 0; i < descent.w.size(); ++i)
      EXPECT_NEAR(descent.w[i], golden[row][i], 1e-9 * std::max(1.0, std::abs(golden[row][i])))
          << row << ", parameter " << i;
  }
  EXPECT_EQ(compared, rows) << name;
}

TEST(Lbfgs, FollowsPyTorch) {
  expect_iterates("rosenbrock", {rosenbrock, valley_start}, 1, 6);
  expect_iterates("rosenbrock_3", {rosenbrock, valley_start, {.history_size = 3}}, 1, 5);
  expect_iterates("rosenbrock_rate", {rosenbrock, valley_start}, 0.05, 4);
  expect_iterates("bowl", {bowl, Buffer<double>(8, 3)}, 1, 6);
  expect_iterates("bowl_5", {bowl, Buffer<double>(8, 3), {.history_size = 5}}, 1, 5);
  expect_iterates("logistic", {logistic, {2, -2, 1, 0, 0}}, 1, 6);
}

TEST(Lbfgs, FindsMinimaAndStaysThere) {
  Descent valley(rosenbrock, valley_start), deep(bowl, Buffer<double>(8, 3));
  for (int t = 0; t < 100; ++t) valley.step();
  for (int t = 0; t < 100; ++t) deep.step();
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(valley.w[i], 1, 1e-6);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_NEAR(deep.w[i], static_cast<double>(i), 1e-5);
  const Buffer<double> there = valley.w;
  const int evaluations = valley.evaluations;
  valley.step();
  EXPECT_EQ(valley.w, there);
  EXPECT_EQ(valley.evaluations, evaluations + 1);
}

TEST(Lbfgs, EveryStepSatisfiesTheStrongWolfeConditions) {
  // With s = t·d the step that was made: J(w + s) ≤ J(w) + c₁·gᵀs and |g(w + s)ᵀs| ≤ c₂·|gᵀs|.
  for (Descent descent :
       {Descent(rosenbrock, valley_start, {.history_size = 3}),
        Descent(bowl, Buffer<double>(8, 3), {.history_size = 5}), Descent(logistic, {2, -2, 1, 0, 0})}) {
    int steps = 0;
    for (; steps < 60; ++steps) {
      const Buffer<double> before = descent.w;
      Buffer<double> g(before.size()), after(before.size());
      const double value = descent.function(before, g);
      descent.step();
      if (descent.w == before) {
        EXPECT_LT(norm(g), 1e-2);  // the end, and no step that was given up
        break;
      }
      const double reached = descent.function(descent.w, after);
      double slope = 0, slope_after = 0;
      for (std::size_t i = 0; i < g.size(); ++i) {
        slope += g[i] * (descent.w[i] - before[i]);
        slope_after += after[i] * (descent.w[i] - before[i]);
      }
      ASSERT_LT(slope, 0) << steps;
      ASSERT_LE(reached, value + 1e-4 * slope) << steps;
      ASSERT_LE(std::abs(slope_after), -0.9 * slope * (1 + 1e-12)) << steps;
    }
    EXPECT_GT(steps, 5);
  }
}

TEST(Lbfgs, MovesByNumbersOfTheFirstTrialsLength) {
  // The learning rate is the length of the first trial; on a bowl this flat it is taken as it is.
  for (const double rate : {0.5, 0.25}) {
    Descent descent(
        [](const Buffer<double>& w, Buffer<double>& g) {
          g[0] = w[0];
          return w[0] * w[0] / 2;
        },
        {0.5});
    descent.step(rate);  // |g| < 1: t = rate
    EXPECT_EQ(descent.w[0], 0.5 - rate * 0.5);
  }
}

TEST(Lbfgs, AGradientThatIsNoNumberReachesTheParameters) {
  Descent descent(
      [](const Buffer<double>&, Buffer<double>& g) {
        g = {1, std::numeric_limits<double>::quiet_NaN()};
        return 1.0;
      },
      {0, 0});
  descent.step();
  EXPECT_TRUE(std::isnan(descent.w[1]));
}

TEST(Lbfgs, StaysWhereItIsWhenNoTrialIsFinite) {
  Descent descent(
      [](const Buffer<double>& w, Buffer<double>& g) {
        g[0] = 1;
        return w[0] == 5 ? 0.0 : std::nan("");
      },
      {5});
  descent.step();
  EXPECT_EQ(descent.w[0], 5);
}

}  // namespace
}  // namespace mlp::test
