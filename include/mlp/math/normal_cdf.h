#pragma once
// The normal distribution's Φ(x) = ½·erfc(−x/√2) and its density φ(x) = e^{−x²/2}/√2π, to a few units in the last place
// wherever they are normal numbers, without branches.
//
// For a = |x|, Φ(−a) = e^{−a²/2}·q(a), where q falls from ½ like 1/a. So (1 + a)·q(a) is nearly constant, and as a
// function of t = (a − 4)/(a + 4), which runs from −1 to 1, it is smooth enough for one polynomial over all a ≥ 0
// (the idea of Shepherd & Laframboise 1981, "Chebyshev approximation of (1 + 2x)exp(x²)erfc x in 0 ≤ x < ∞"). The
// coefficients come from tests/golden/math/make_normal_cdf.py.

#include <array>
#include <limits>

#include "mlp/math/lanes.h"

namespace mlp {

/// (1 + a)·q(a) in powers of t. What is left out is below 1.3e-17, and 4.3e-9 for float.
template <class T>
inline constexpr std::array<double, 25> normal_tail{
    0.472053206509844684,     -0.096703477326526068,     0.0139996347244243327,    0.0286003640535774896,
    -0.0321978374280220249,   0.0179360974788685885,     -0.00500237859251149427,  -0.000285623086809394133,
    0.000694897121907316619,  -0.0000944303394415222288, -0.000087853303947977457, 0.0000212504468562083747,
    0.0000136273952853526749, -3.43337221685327538e-6,   -2.61441017065961507e-6,  4.06717301251544479e-7,
    5.5483404622077898e-7,    -1.23715336699219701e-9,   -1.14468507127580798e-7,  -1.79321219166424145e-8,
    2.02576671368615866e-8,   5.47470863204868944e-9,    -2.61803487312554461e-9,  -6.76326721056245388e-10,
    1.78735452218526567e-10};
template <>
inline constexpr std::array<float, 12> normal_tail<float>{
    0.472053202694158296F,    -0.0967034704274592333F,    0.0139999136679267372F,     0.0286001681433975445F,
    -0.0322011628912484129F,  0.0179376959422639723F,     -0.00498771424986599602F,   -0.000291267495233186888F,
    0.000664988692059167668F, -0.0000845540178714376365F, -0.0000580912352587139336F, 0.0000125685466974877906F};

/// e^{−a²/2} for a ≥ 0. The rounding error of a² alone would cost a²/4 units in the last place. With c = a rounded to
/// sixteenths, c² is exact, a² = c² + (a − c)(a + c) = s + r for the rounded sum s and its error r, and e^{−r/2} ≈ 1 −
/// r/2. The square of a square root reaches further down than exp() does.
template <class T>
Lane<T> gaussian(const Lane<T>& a) {
  constexpr T round_to_sixteenths = static_cast<T>(0.75) / (8 * std::numeric_limits<T>::epsilon());
  const Lane<T> c = (a + round_to_sixteenths) - round_to_sixteenths;
  const Lane<T> rest = (a - c) * (a + c), s = c * c + rest, r = (c * c - s) + rest;
  const Lane<T> root = exp_of<T>(T(-0.25) * s);
  return root * (root * (T(1) - T(0.5) * r));
}

template <class T>
struct NormalLane {
  Lane<T> cdf, density;
};

/// Φ and φ of each element.
template <class T>
NormalLane<T> normal(const Lane<T>& x) {
  constexpr auto& c = normal_tail<T>;
  constexpr T zero_from_here = 50;  // where even the double nearest to Φ(−a) is 0
  const Lane<T> a = at_most<T>(zero_from_here, x.abs()), t = (a - T(4)) / (a + T(4));
  Lane<T> p = Lane<T>::Constant(c.back());
  for (std::size_t i = c.size() - 1; i-- > 0;) p = p * t + c[i];
  const Lane<T> e = gaussian<T>(a), tail = e * (p / (T(1) + a));
  return {choose(x, is_positive<T>, Lane<T>(T(1) - tail), tail), T(0.398942280401432678) * e};
}

}  // namespace mlp
