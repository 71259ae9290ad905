// Φ and φ against 40-digit arithmetic: to a few units in the last place, however small they are.

#include "mlp/math/normal_cdf.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/support/golden.h"

namespace mlp::test {
namespace {

template <class T>
class NormalDistribution : public testing::Test {};
using NormalPrecisions = testing::Types<float, double>;
TYPED_TEST_SUITE(NormalDistribution, NormalPrecisions);

TYPED_TEST(NormalDistribution, IsRightToAFewUnitsInTheLastPlace) {
  using T = TypeParam;
  const Golden golden("math/normal_cdf.csv");
  const double unit = static_cast<double>(std::numeric_limits<T>::epsilon()),
               tiny = static_cast<double>(std::numeric_limits<T>::min()) * unit;  // a unit of the denormal numbers
  const double least = static_cast<double>(std::numeric_limits<T>::min());
  for (std::size_t i = 0; i < golden["x"].size(); ++i) {
    const double x = golden["x"][i];
    const NormalLane<T> n = mlp::normal<T>(Lane<T>::Constant(static_cast<T>(x)));
    for (const auto& [found, expected] : {std::pair{static_cast<double>(n.cdf(0)), golden["cdf"][i]},
                                          {static_cast<double>(n.density(0)), golden["density"][i]}}) {
      if (expected < least)
        EXPECT_NEAR(found, expected, 2 * tiny + 6 * unit * expected) << x;
      else
        EXPECT_NEAR(found / expected, 1, 4 * unit) << x;
    }
  }
}

TYPED_TEST(NormalDistribution, LeavesNotANumberWhatItIs) {
  using T = TypeParam;
  const NormalLane<T> n = mlp::normal<T>(Lane<T>::Constant(std::numeric_limits<T>::quiet_NaN()));
  EXPECT_TRUE(n.cdf.isNaN().all() && n.density.isNaN().all());
}

}  // namespace
}  // namespace mlp::test
