#pragma once
// The error function erf u = 2/√π ∫₀ᵘ e^{−t²} dt and erfc u = 1 − erf u, without branches. erfc is the normal
// distribution's, 2·Φ(−√2·u), and so is erf away from 0; where u is small, 1 − erfc u would lose digits, and erf is its
// own power series, which alternates there without cancelling.

#include <array>

#include "mlp/math/normal_cdf.h"

namespace mlp {

/// The first coefficients of erf u = u·Σ cₙ·u²ⁿ, cₙ = 2/√π·(−1)ⁿ/(n!·(2n + 1)). What is left out for |u| < 0.8 is below
/// 10⁻¹⁸ with 15 of them, below 10⁻⁹ with 8.
template <class T, std::size_t count>
constexpr std::array<T, count> error_series() {
  std::array<T, count> c{};
  double factorial = 1, sign = 1;
  for (std::size_t n = 0; n < count; ++n) {
    c[n] = static_cast<T>(sign * 1.12837916709551257390 / (factorial * static_cast<double>(2 * n + 1)));
    factorial *= static_cast<double>(n + 1);
    sign = -sign;
  }
  return c;
}

template <class T>
Lane<T> erfc_of(const Lane<T>& u) {
  return T(2) * normal<T>(T(-1.41421356237309504880) * u).cdf;
}

template <class T>
Lane<T> erf_of(const Lane<T>& u) {
  static constexpr auto c = error_series < T, std::is_same_v<T, float> ? 8 : 15 > ();
  const Lane<T> square = u * u;
  Lane<T> series = Lane<T>::Constant(c.back());
  for (std::size_t n = c.size() - 1; n-- > 0;) series = series * square + c[n];
  const Lane<T> small = u * series, rest = T(1) - erfc_of<T>(u.abs()),
                large = choose(u, is_negative<T>, Lane<T>(-rest), rest);
  return choose(Lane<T>(u.abs()), is_below(T(0.8)), small, large);
}

}  // namespace mlp
