#include "mlp/report/axis.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace mlp {
namespace {

std::vector<std::string> labels(const std::vector<Tick>& ticks) {
  std::vector<std::string> texts;
  for (const Tick& tick : ticks)
    if (!tick.label.empty()) texts.push_back(tick.label);
  return texts;
}

using Labels = std::vector<std::string>;

TEST(Axis, HasTicksAtRoundNumbers) {
  EXPECT_EQ(labels(Axis::over(0, 1, Scale::linear, false).ticks(5)),
            (Labels{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}));
  EXPECT_EQ(labels(Axis::over(0, 500, Scale::linear, false).ticks(5)),
            (Labels{"0", "100", "200", "300", "400", "500"}));
  EXPECT_EQ(labels(Axis::over(-0.03, 0.021, Scale::linear, false).ticks(5)), (Labels{"-0.02", "0.00", "0.02"}));
  EXPECT_EQ(labels(Axis::over(0, 3e9, Scale::linear, false).ticks(3)), (Labels{"0", "1e+09", "2e+09", "3e+09"}));
  EXPECT_EQ(labels(Axis::over(0, 2e-7, Scale::linear, false).ticks(2)), (Labels{"0", "1e-07", "2e-07"}));
}

TEST(Axis, CountsWholeThings) {
  EXPECT_EQ(labels(Axis::over(1, 3, Scale::linear, true).ticks(7, true)), (Labels{"1", "2", "3"}));
  EXPECT_EQ(labels(Axis::over(0, 0, Scale::linear, true).ticks(7, true)), (Labels{"0"}));
}

TEST(Axis, HasPowersOfTenWhenLogarithmic) {
  EXPECT_EQ(labels(Axis::over(1e-3, 10, Scale::logarithmic, false).ticks(6)),
            (Labels{"10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"}));
  EXPECT_EQ(labels(Axis::over(1e-20, 1, Scale::logarithmic, false).ticks(5)),
            (Labels{"10⁻²⁰", "10⁻¹⁶", "10⁻¹²", "10⁻⁸", "10⁻⁴", "10⁰"}));
  EXPECT_EQ(labels(Axis::over(0.15, 0.7, Scale::logarithmic, false).ticks(6)), (Labels{"0.2", "0.5"}));
  // Where there would be less than two of these, as on a linear axis.
  EXPECT_EQ(labels(Axis::over(0.29, 0.81, Scale::logarithmic, false).ticks(6)),
            (Labels{"0.3", "0.4", "0.5", "0.6", "0.7", "0.8"}));
  EXPECT_EQ(labels(Axis::over(0.42, 0.47, Scale::logarithmic, false).ticks(3)), (Labels{"0.42", "0.44", "0.46"}));
}

TEST(Axis, PutsValuesWhereTheyBelong) {
  const Axis linear = Axis::over(2, 4, Scale::linear, false);
  EXPECT_DOUBLE_EQ(*linear.position(2), 0);
  EXPECT_DOUBLE_EQ(*linear.position(3.5), 0.75);
  const Axis logarithmic = Axis::over(0.01, 100, Scale::logarithmic, false);
  EXPECT_DOUBLE_EQ(*logarithmic.position(1), 0.5);
  EXPECT_FALSE(logarithmic.position(0));
  EXPECT_FALSE(logarithmic.position(-1));
  EXPECT_FALSE(linear.position(std::nan("")));
  EXPECT_FALSE(linear.position(std::numeric_limits<double>::infinity()));
}

TEST(Axis, HasARangeEvenForOneValue) {
  for (const double value : {0.0, 5.0, -3e-8, 1e300}) {
    const Axis axis = Axis::over(value, value, Scale::linear, true);
    EXPECT_DOUBLE_EQ(*axis.position(value), 0.5);
    EXPECT_GE(axis.ticks(6).size(), 2u) << value;
  }
  EXPECT_DOUBLE_EQ(*Axis::over(7, 7, Scale::logarithmic, true).position(7), 0.5);
}

TEST(Axis, ShowsTheWholeRangeOfDoubles) {
  const Axis axis = Axis::over(-1.7e308, 1.7e308, Scale::linear, true);
  EXPECT_EQ(*axis.position(-1.7e308), 0);
  EXPECT_DOUBLE_EQ(*axis.position(0), 0.5);
  EXPECT_EQ(*axis.position(1.7e308), 1);
  EXPECT_EQ(axis.ticks(4).size(), 3u);  // -1e307, 0, 1e307
}

TEST(Axis, NeverHasFarTooManyTicks) {
  for (double low = -1e12; low < 1e12; low += 0.7e11)
    for (const double width : {1e-3, 1.0, 1e7, 1e13})
      EXPECT_LE(Axis::over(low, low + width, Scale::linear, true).ticks(6).size(), 8u) << low << " " << width;
  for (int decades = 1; decades < 600; ++decades)
    EXPECT_LE(labels(Axis::over(1e-300, std::pow(10, decades - 300), Scale::logarithmic, false).ticks(6)).size(), 8u);
}

}  // namespace
}  // namespace mlp
