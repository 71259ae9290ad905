#pragma once
// ln(1 + u) of a lane with 0 ≤ u ≤ 1, and the softplus function that is made of it. With s = u/(2 + u),
//     ln(1 + u) = 2·artanh s = 2·(s + s³/3 + s⁵/5 + …),
// which costs small u no digits. From u = √2 − 1 on, half of 1 + u is taken, and ln 2 added: with s = (u − 1)/(u + 3),
// |s| is at most 0.172 in both, so that a dozen terms are enough.

#include <array>
#include <cstddef>
#include <type_traits>

#include "mlp/math/lanes.h"

namespace mlp {

/// The coefficients of 2·artanh s = s·Σ cₙ·s²ⁿ, cₙ = 2/(2n + 1). What is left out for s² < 0.0295 is below 10⁻¹⁷ with
/// 11 of them, below 10⁻⁹ with 6.
template <class T, std::size_t count>
constexpr std::array<T, count> artanh_series() {
  std::array<T, count> c{};
  for (std::size_t n = 0; n < count; ++n) c[n] = static_cast<T>(2 / static_cast<double>(2 * n + 1));
  return c;
}

template <class T>
Lane<T> log1p_of(const Lane<T>& u) {
  static constexpr auto c = artanh_series < T, std::is_same_v<T, float> ? 6 : 11 > ();
  const auto is_small = is_below(T(0.41421356237309504880));
  const Lane<T> s =
      choose(u, is_small, u, Lane<T>(u - T(1))) / choose(u, is_small, Lane<T>(u + T(2)), Lane<T>(u + T(3)));
  const Lane<T> square = s * s;
  Lane<T> series = Lane<T>::Constant(c.back());
  for (std::size_t n = c.size() - 1; n-- > 0;) series = series * square + c[n];
  return choose(u, is_small, constant<T>(0), constant(T(0.69314718055994530942))) + s * series;
}

/// ln(1 + e^x) = max(x, 0) + ln(1 + e^−|x|): no overflow for large x, no loss of digits for very negative x.
template <class T>
Lane<T> softplus_of(const Lane<T>& x) {
  return positive_part(x) + log1p_of<T>(full_exp<T>(-x.abs()));
}

}  // namespace mlp
