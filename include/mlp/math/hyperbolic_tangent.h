#pragma once
// tanh x of a lane. Eigen has it for the registers of floats alone; of doubles it asks the standard library for one
// after the other, which takes ten times as long. Here, with e = e^{2|x|},
//     tanh|x| = (e − 1)/(e + 1),
// where nothing is lost if |x| ≥ ½, and below, Lambert's continued fraction (1761)
//     tanh x = x/(1 + s/(3 + s/(5 + s/(7 + …)))),   s = x²,
// as a quotient of polynomials.

#include "mlp/math/lanes.h"

namespace mlp {

/// tanh x = x·p/q for |x| ≤ ½: the fraction up to its 15, and to its 9 for float; what is left out is below 10⁻¹⁸, and
/// 10⁻⁹.
template <class T>
struct TanhQuotient {
  Lane<T> p, q;

  explicit TanhQuotient(const Lane<T>& x) {
    const Lane<T> s = x * x;
    if constexpr (std::is_same_v<T, float>) {
      p = (s + T(105)) * s + T(945);
      q = (T(15) * s + T(420)) * s + T(945);
    } else {
      p = ((T(36) * s + T(6930)) * s + T(270270)) * s + T(2027025);
      q = (((s + T(630)) * s + T(51975)) * s + T(945945)) * s + T(2027025);
    }
  }
};

template <class T>
Lane<T> tanh_of(const Lane<T>& x) {
  if constexpr (std::is_same_v<T, float>) {
    return tanh_of_floats(x);
  } else {
    constexpr T one_from_here = 20;  // to the last digit; further out e would overflow
    const auto is_small = is_below<T>(0.5);
    const Lane<T> a = x.abs(), e = exp_of<T>(T(2) * at_most(one_from_here, a));
    const Lane<T> magnitude = e - T(1), sum = e + T(1),
                  difference = choose(x, is_negative<T>, Lane<T>(-magnitude), magnitude);
    const TanhQuotient<T> small(x);
    return choose(a, is_small, Lane<T>(x * small.p), difference) / choose(a, is_small, small.q, sum);
  }
}

}  // namespace mlp
