#pragma once
// tanh x of a lane. Eigen has it for the registers of floats alone; of doubles it asks the standard library for one
// after the other, which takes ten times as long. Here, with e = e^{2|x|},
//     tanh|x| = (e − 1)/(e + 1),
// where nothing is lost if |x| ≥ ½, and below, Lambert's continued fraction (1761)
//     tanh x = x/(1 + s/(3 + s/(5 + s/(7 + …)))),   s = x²,
// up to the 15 as a quotient of polynomials; what is left out is below 10⁻¹⁸.

#include "mlp/math/lanes.h"

namespace mlp {

template <class T>
Lane<T> tanh_of(const Lane<T>& x) {
  if constexpr (std::is_same_v<T, float>) {
    return tanh_of_floats(x);
  } else {
    constexpr T one_from_here = 20;  // to the last digit; further out e would overflow
    const auto is_far = [](T v) { return v > one_from_here; };
    const auto is_small = [](T v) { return v < T(0.5); };
    const Lane<T> a = x.abs(), s = x * x, farthest = Lane<T>::Constant(one_from_here);
    const Lane<T> e = exp_of<T>(T(2) * choose(a, is_far, farthest, a));
    const Lane<T> magnitude = e - T(1), sum = e + T(1),
                  difference = choose(x, is_negative<T>, Lane<T>(-magnitude), magnitude);
    const Lane<T> small_numerator = x * (((T(36) * s + T(6930)) * s + T(270270)) * s + T(2027025));
    const Lane<T> small_denominator = (((s + T(630)) * s + T(51975)) * s + T(945945)) * s + T(2027025);
    return choose(a, is_small, small_numerator, difference) / choose(a, is_small, small_denominator, sum);
  }
}

}  // namespace mlp
