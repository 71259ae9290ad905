// The line search: steps by hand, and the strong Wolfe conditions at every accepted point.

#include "mlp/math/line_search.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace mlp::test {
namespace {

/// A function of one variable with its derivative, that keeps where it was asked.
struct Line final : LineFunction {
  std::function<double(double)> value, slope;
  std::vector<double> asked = {};

  Line(std::function<double(double)> f, std::function<double(double)> df) : value(std::move(f)), slope(std::move(df)) {}
  LinePoint at(double t) override {
    asked.push_back(t);
    return {t, value(t), slope(t)};
  }
};

LinePoint search(Line& curve, double first, const LineSearchSettings& settings = {}) {
  return search_line(curve, {0, curve.value(0), curve.slope(0)}, first, 1, settings);
}

TEST(LeastOfCubic, ByHand) {
  // t³ − 3t has its minimum at 1, whichever point comes first and however far away the points are.
  const auto point = [](double t) { return LinePoint{t, t * t * t - 3 * t, 3 * t * t - 3}; };
  EXPECT_DOUBLE_EQ(least_of_cubic(point(0), point(2), 0, 2), 1);
  EXPECT_DOUBLE_EQ(least_of_cubic(point(2), point(0), 0, 2), 1);
  EXPECT_DOUBLE_EQ(least_of_cubic(point(0), point(0.5), 0, 5), 1);
  EXPECT_EQ(least_of_cubic(point(0), point(0.5), 2, 5), 2);  // cut to the range
  EXPECT_EQ(least_of_cubic(point(0), point(2), 0, 0.75), 0.75);
  // t³ + t has none; and nothing is known where a value is not finite.
  EXPECT_EQ(least_of_cubic({0, 0, 1}, {1, 2, 4}, 3, 5), 4);
  EXPECT_EQ(least_of_cubic({0, 0, -1}, {1, std::numeric_limits<double>::infinity(), 1}, 0, 1), 0.5);
}

TEST(LineSearch, TakesTheFirstStepWhereItIsGoodEnough) {
  // φ = (t − 2)²: φ(0) = 4, φ′(0) = −4. At t = 1: φ = 1 ≤ 4 − 4·10⁻⁴, |φ′| = 2 ≤ 0.9·4.
  Line bowl([](double t) { return (t - 2) * (t - 2); }, [](double t) { return 2 * (t - 2); });
  EXPECT_EQ(search(bowl, 1).t, 1);
  EXPECT_EQ(bowl.asked, (std::vector<double>{1}));
}

TEST(LineSearch, GoesBackToTheMinimumOfTheCubic) {
  // At t = 10 the loss is 64: too high. A parabola is a cubic without its first term, so the next trial is its minimum.
  Line bowl([](double t) { return (t - 2) * (t - 2); }, [](double t) { return 2 * (t - 2); });
  EXPECT_DOUBLE_EQ(search(bowl, 10).t, 2);
  EXPECT_EQ(bowl.asked.size(), 2u);
}

TEST(LineSearch, GoesFurtherWhileTheSlopeIsSteep) {
  // At t = 0.1 the slope is −3.8, steeper than 0.9·4; the next trial would be the minimum at 2, but a step grows to ten
  // times its length at most: 1.
  Line bowl([](double t) { return (t - 2) * (t - 2); }, [](double t) { return 2 * (t - 2); });
  EXPECT_DOUBLE_EQ(search(bowl, 0.1).t, 1);
  EXPECT_EQ(bowl.asked.size(), 2u);
}

TEST(LineSearch, TakesWhatFallsByATenThousandthOfTheSlopeAtTheStart) {
  // The cubic from 0 with the slope −1 to a stationary point of the value −fall at 1, which is tried first.
  for (const double fall : {0.9e-4, 1.1e-4}) {
    Line cubic([fall](double t) { return -t * (t - 1) * (t - 1) - fall * t * t * (3 - 2 * t); },
               [fall](double t) { return -(t - 1) * (3 * t - 1) - 6 * fall * t * (1 - t); });
    const LinePoint end = search(cubic, 1);
    EXPECT_EQ(end.t == 1, fall > 1e-4) << fall;
    EXPECT_EQ(cubic.asked.size() == 1, fall > 1e-4) << fall;
  }
}

TEST(LineSearch, SatisfiesTheStrongWolfeConditions) {
  // Functions of Moré & Thuente 1994, "Line search algorithms with guaranteed sufficient decrease", and others with
  // kinks, plateaus and several minima.
  const struct {
    std::string name;
    std::function<double(double)> value, slope;
  } curves[] = {
      {"1", [](double t) { return -t / (t * t + 2); },
       [](double t) { return (t * t - 2) / ((t * t + 2) * (t * t + 2)); }},
      {"2", [](double t) { return std::pow(t + 0.004, 5) - 2 * std::pow(t + 0.004, 4); },
       [](double t) { return 5 * std::pow(t + 0.004, 4) - 8 * std::pow(t + 0.004, 3); }},
      {"waves", [](double t) { return 0.02 * t * t - t + 0.3 * std::sin(5 * t); },
       [](double t) { return 0.04 * t - 1 + 1.5 * std::cos(5 * t); }},
      {"steep", [](double t) { return std::exp(t) - 50 * t; }, [](double t) { return std::exp(t) - 50; }},
      {"flat", [](double t) { return std::pow(t - 3, 4); }, [](double t) { return 4 * std::pow(t - 3, 3); }},
      {"wall", [](double t) { return t < 1 ? -t - std::log(1 - t) * 0.1 : std::nan(""); },
       [](double t) { return t < 1 ? -1 + 0.1 / (1 - t) : std::nan(""); }},
      {"overflow", [](double t) { return std::cosh(t - 1); }, [](double t) { return std::sinh(t - 1); }},
  };
  for (const auto& c : curves) {
    if (!(c.slope(0) < 0)) continue;
    for (const double first : {1e-3, 0.1, 1.0, 10.0, 1e3})
      for (const double curvature : {0.9, 0.1}) {
        Line curve(c.value, c.slope);
        const LinePoint end = search(curve, first, {.curvature = curvature});
        const std::string where = c.name + " from " + std::to_string(first);
        EXPECT_GT(end.t, 0) << where;
        EXPECT_LE(c.value(end.t), c.value(0) + 1e-4 * end.t * c.slope(0)) << where;
        EXPECT_LE(std::abs(c.slope(end.t)), -curvature * c.slope(0)) << where;
        EXPECT_EQ(end.value, c.value(end.t)) << where;
        EXPECT_LE(curve.asked.size(), 26u) << where;
      }
  }
}

TEST(LineSearch, GivesUpAfterAsManyEvaluationsAsAreAllowed) {
  // Without end: every trial is as steep as the start.
  Line slide([](double t) { return -t; }, [](double) { return -1.0; });
  EXPECT_GT(search(slide, 1).t, 1e6);
  EXPECT_EQ(slide.asked.size(), 26u);
  // Nothing but the start has a value.
  Line cliff([](double t) { return t == 0 ? 0 : std::nan(""); }, [](double t) { return t == 0 ? -1 : std::nan(""); });
  EXPECT_EQ(search(cliff, 1, {.least_change = 0}).t, 0);
  EXPECT_EQ(cliff.asked.size(), 26u);
  // A slope that is no number, though the loss is one, is no place to go to.
  Line blind([](double t) { return -t; }, [](double t) { return t < 0.3 ? -1 + t * 3 : std::nan(""); });
  const LinePoint end = search(blind, 1);
  EXPECT_GT(end.t, 0);
  EXPECT_LT(end.t, 0.3);
}

TEST(LineSearch, LeavesIntervalsAloneThatChangeNoParameter) {
  // |t| has no flat point: the interval around 0.37 shrinks until it is narrower than the least change.
  Line kink([](double t) { return std::abs(t - 0.37); }, [](double t) { return t < 0.37 ? -1.0 : 1.0; });
  const LinePoint end = search(kink, 1, {.least_change = 1e-3});
  EXPECT_NEAR(end.t, 0.37, 1e-3);
  EXPECT_LT(kink.asked.size(), 26u);
}

}  // namespace
}  // namespace mlp::test
