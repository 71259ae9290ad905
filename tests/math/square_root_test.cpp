// The root of an element is the nearest number to it, wherever in an array the element stands.

#include "mlp/math/square_root.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "mlp/core/random.h"

namespace mlp::test {
namespace {

template <class T>
std::vector<T> numbers() {
  using Limits = std::numeric_limits<T>;
  std::vector<T> values{0,
                        T(-0.0),
                        1,
                        2,
                        T(0.25),
                        -1,
                        Limits::denorm_min(),
                        Limits::min() / 2,
                        Limits::min(),
                        Limits::max(),
                        Limits::infinity(),
                        Limits::epsilon()};
  const RandomStream random(1, Purpose::initial_weights, 0);
  for (std::uint64_t i = 0; i < 3000; ++i)
    values.push_back(static_cast<T>(std::ldexp(1 + random.uniform(i), static_cast<int>(i % 250) - 149)));
  return values;
}

template <class T>
void expect_exact_roots() {
  const std::vector<T> x = numbers<T>();
  const Index size = static_cast<Index>(x.size());
  std::vector<T> roots(x.size());
  for (Index first = 0; first < 17; ++first) {
    const ConstSlice<T> values(x.data() + first, size - first);
    Slice<T>(roots.data() + first, size - first) = square_root_of(values);
    for (std::size_t i = static_cast<std::size_t>(first); i < x.size(); ++i) {
      const T exact = std::sqrt(x[i]);
      if (std::isnan(exact))
        ASSERT_TRUE(std::isnan(roots[i])) << x[i];
      else
        ASSERT_EQ(roots[i], exact) << x[i] << ", in an array from " << first << " on";
      ASSERT_EQ(std::signbit(roots[i]), std::signbit(exact)) << x[i];
    }
  }
}

TEST(SquareRoot, IsExactWhereverAnElementStands) {
  expect_exact_roots<float>();
  expect_exact_roots<double>();
}

}  // namespace
}  // namespace mlp::test
