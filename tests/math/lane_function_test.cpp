// Functions of a lane against the standard library's in long double: to a few units in the last place, wherever the
// result is a normal number.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include "mlp/math/expm1.h"
#include "mlp/math/lanes.h"
#include "mlp/math/log1p.h"

namespace mlp::test {
namespace {

template <class T>
class LaneFunction : public testing::Test {};
using LanePrecisions = testing::Types<float, double>;
TYPED_TEST_SUITE(LaneFunction, LanePrecisions);

/// The points, and those of the other sign where there are such.
template <class T>
std::vector<T> points(T farthest, bool both_signs) {
  constexpr T least = std::numeric_limits<T>::denorm_min();
  std::vector<T> all{0, least, 1000 * least, std::numeric_limits<T>::min()};
  for (T x = std::numeric_limits<T>::min(); x < farthest; x *= T(1.37)) all.push_back(x);
  for (int i = 1; i <= 4000; ++i) all.push_back(farthest * static_cast<T>(i) / T(4000));
  if (both_signs)
    for (std::size_t i = 0, count = all.size(); i < count; ++i) all.push_back(-all[i]);
  return all;
}

template <class T, class Function>
void expect_close(const std::vector<T>& all, const Function& function, long double (*exact)(long double)) {
  constexpr long double units = 4 * static_cast<long double>(std::numeric_limits<T>::epsilon());
  constexpr long double tiny = 2 * static_cast<long double>(std::numeric_limits<T>::denorm_min());
  for (const T x : all) {
    const T y = function(constant(x))[padding - 1];
    const long double expected = exact(x);
    EXPECT_LE(std::abs(y - expected), units * std::abs(expected) + tiny) << "at " << x << ": " << y;
    if (expected == 0) {
      EXPECT_EQ(std::signbit(y), std::signbit(expected)) << x;
    }
  }
}

TYPED_TEST(LaneFunction, Log1pKeepsItsDigits) {
  expect_close(points<TypeParam>(1, false), log1p_of<TypeParam>, [](long double u) { return std::log1p(u); });
}

TYPED_TEST(LaneFunction, SoftplusKeepsItsDigits) {
  const TypeParam farthest = std::is_same_v<TypeParam, float> ? 87 : 708;  // beyond, denormal numbers
  expect_close(points<TypeParam>(farthest, true), softplus_of<TypeParam>,
               [](long double x) { return std::max(x, 0.0L) + std::log1p(std::exp(-std::abs(x))); });
}

TYPED_TEST(LaneFunction, Expm1KeepsItsDigits) {
  expect_close(points<TypeParam>(80, true), expm1_of<TypeParam>, [](long double x) { return std::expm1(x); });
}

TYPED_TEST(LaneFunction, AtTheEndsOfTheRange) {
  using T = TypeParam;
  constexpr T infinity = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
  EXPECT_EQ(expm1_of(constant(infinity))[0], infinity);
  EXPECT_EQ(expm1_of(constant(-infinity))[0], T(-1));
  EXPECT_EQ(softplus_of(constant(infinity))[0], infinity);
  EXPECT_EQ(softplus_of(constant(-infinity))[0], T(0));
  EXPECT_EQ(full_exp(constant(infinity))[0], infinity);
  EXPECT_EQ(full_exp(constant(-infinity))[0], T(0));
  for (const auto& result : {expm1_of(constant(nan)), softplus_of(constant(nan)), full_exp(constant(nan))})
    EXPECT_TRUE(result.isNaN().all());
}

TYPED_TEST(LaneFunction, ChoosesElementByElement) {
  using T = TypeParam;
  Lane<T> x = Lane<T>::LinSpaced(padding, -8, 7);
  x[3] = std::numeric_limits<T>::quiet_NaN();
  const Lane<T> chosen = choose(x, is_negative<T>, constant<T>(-1), constant<T>(1));
  const Lane<T> cut = at_least(T(-2), at_most(T(2), x));
  for (Index i = 0; i < padding; ++i) {
    EXPECT_EQ(chosen[i], x[i] < 0 ? -1 : 1) << i;
    if (i != 3) {
      EXPECT_EQ(cut[i], std::clamp(x[i], T(-2), T(2))) << i;
    }
  }
  EXPECT_TRUE(std::isnan(cut[3]));
}

}  // namespace
}  // namespace mlp::test
