#pragma once
// What each operation of a formula does to a lane of numbers: the functions that the built-in activations are made of.

#include <cmath>
#include <functional>
#include <limits>

#include "mlp/math/error_function.h"
#include "mlp/math/expm1.h"
#include "mlp/math/formula/terms.h"
#include "mlp/math/hyperbolic_tangent.h"
#include "mlp/math/lanes.h"
#include "mlp/math/log1p.h"
#include "mlp/math/logistic.h"

namespace mlp::formula {

/// f(a, b) of each pair of elements.
template <class T, class F>
Lane<T> by_element(const Lane<T>& a, const Lane<T>& b, const F& f) {
  Lane<T> result;
  for (Index i = 0; i < padding; ++i) result[i] = f(a[i], b[i]);
  return result;
}

/// ln x. log() of an array takes a denormal number for the smallest normal one, so it gets a multiple of it.
template <class T>
Lane<T> full_log(const Lane<T>& x) {
  constexpr T smallest = std::numeric_limits<T>::min();
  constexpr T factor = 1 / std::numeric_limits<T>::epsilon();
  constexpr T its_log = static_cast<T>((std::numeric_limits<T>::digits - 1) * 0.693147180559945309417);
  const auto is_denormal = [](const Vector<T>& v) { return (v > T(0)) & (v < smallest); };
  const Lane<T> logarithm = log_of<T>(choose(x, is_denormal, Lane<T>(factor * x), x));
  return choose(x, is_denormal, Lane<T>(logarithm - its_log), logarithm);
}

/// ln(1 + u) of any u. The rounding of w = 1 + u would cost small u its digits; w − 1 is exact, and tells what was
/// lost: ln(1 + u) ≈ ln(w)·u/(w − 1) (W. Kahan's device, from the HP-15C's handbook of 1982). An infinite u is its own.
template <class T>
Lane<T> full_log1p(const Lane<T>& u) {
  const Lane<T> w = T(1) + u, rounded = w - T(1);
  const Lane<T> corrected = log_of<T>(w) * (u / rounded);
  const Lane<T> finite = choose(rounded, is_zero<T>, u, corrected);
  const auto is_infinite = [](const Vector<T>& v) { return v == std::numeric_limits<T>::infinity(); };
  return choose(u, is_infinite, u, finite);
}

/// √x as the processor has it; sqrt() of an array is an approximation where that is faster.
template <class T>
Lane<T> square_root(const Lane<T>& x) {
  Lane<T> root;
  for (Index i = 0; i < padding; ++i) root[i] = std::sqrt(x[i]);
  return root;
}

/// Not-a-number, the one that differs from itself.
template <class T>
inline constexpr auto is_nan = [](const Vector<T>& x) { return std::not_equal_to<>()(x, x); };

template <class T>
T power_log(T a, T b) {
  return a == T(0) && b >= T(0) ? T(0) : std::pow(a, b) * std::log(a);
}

/// Calls use(f) with the function f of an operation that may be the first of a joint step (1 + |z|). It takes four
/// lanes, of which it looks at its operands, and gives one. So the choice is made once, and not for each lane. False
/// for all others. (They are few, for each is compiled with each that may be second.)
template <class T, class Use>
bool with_first_function(Op op, const Use& use) {
  using L = Lane<T>;
  using A = const Lane<T>&;
  switch (op) {
    case Op::add:
      use([](A a, A b, A, A) -> L { return a + b; });
      return true;
    case Op::multiply:
      use([](A a, A b, A, A) -> L { return a * b; });
      return true;
    case Op::abs:
      use([](A a, A, A, A) -> L { return a.abs(); });
      return true;
    case Op::where_less:
      use([](A a, A b, A c, A d) -> L { return choose(a, b, std::less<>(), c, d); });
      return true;
    default:
      return false;
  }
}

/// Calls use(g) with the function g of a step's second operation: it takes the result of the first and another operand,
/// which comes first if `is_right`.
template <class T, class Use>
void with_second_function(Op op, bool is_right, const Use& use) {
  using L = Lane<T>;
  using A = const Lane<T>&;
  switch (op) {
    case Op::add:
      return use([](A r, A e) -> L { return r + e; });
    case Op::multiply:
      return use([](A r, A e) -> L { return r * e; });
    case Op::subtract:
      return is_right ? use([](A r, A e) -> L { return e - r; }) : use([](A r, A e) -> L { return r - e; });
    case Op::divide:
      return use([](A r, A e) -> L { return r / e; });
    default:
      return;
  }
}

inline bool may_be_first(Op op) {
  return with_first_function<float>(op, [](const auto&) {});
}
/// Whether an operation may come second, with the result of the first as its operand number `place`.
inline bool may_be_second(Op op, std::size_t place) {
  return op == Op::add || op == Op::subtract || op == Op::multiply || (op == Op::divide && place == 0);
}

/// Calls use(f) with the function of any operation. A leaf hands on the first lane.
// long: a line or two for each operation
template <class T, class Use>
void with_function(Op op, const Use& use) {
  using L = Lane<T>;
  using A = const Lane<T>&;
  using R = const Vector<T>&;
  if (with_first_function<T>(op, use)) return;
  switch (op) {
    case Op::number:
    case Op::z:
    case Op::y:
    case Op::dy:
      return use([](A a, A, A, A) -> L { return a; });
    case Op::negate:
      return use([](A a, A, A, A) -> L { return -a; });
    case Op::subtract:
      return use([](A a, A b, A, A) -> L { return a - b; });
    case Op::divide:
      return use([](A a, A b, A, A) -> L { return a / b; });
    case Op::power:
      return use([](A a, A b, A, A) -> L { return by_element(a, b, [](T x, T n) { return std::pow(x, n); }); });
    case Op::power_log:
      return use([](A a, A b, A, A) -> L { return by_element(a, b, power_log<T>); });
    case Op::less:
      return use([](A a, A b, A, A) -> L { return choose(a, b, std::less<>(), constant<T>(1), constant<T>(0)); });
    case Op::less_equal:
      return use([](A a, A b, A, A) -> L { return choose(a, b, std::less_equal<>(), constant<T>(1), constant<T>(0)); });
    case Op::equal:
      return use([](A a, A b, A, A) -> L { return choose(a, b, std::equal_to<>(), constant<T>(1), constant<T>(0)); });
    case Op::not_equal:
      return use(
          [](A a, A b, A, A) -> L { return choose(a, b, std::not_equal_to<>(), constant<T>(1), constant<T>(0)); });
    case Op::where:
      return use([](A a, A b, A c, A) -> L { return choose(a, is_zero<T>, c, b); });
    case Op::where_less_equal:
      return use([](A a, A b, A c, A d) -> L { return choose(a, b, std::less_equal<>(), c, d); });
    case Op::where_equal:
      return use([](A a, A b, A c, A d) -> L { return choose(a, b, std::equal_to<>(), c, d); });
    case Op::where_not_equal:
      return use([](A a, A b, A c, A d) -> L { return choose(a, b, std::not_equal_to<>(), c, d); });
    // Not-a-number stays what it is, on either side.
    case Op::max:
      return use([](A a, A b, A, A) -> L {
        return choose(
            a, b, [](R x, R w) { return is_nan<T>(w) | (w >= x); }, b, a);
      });
    case Op::min:
      return use([](A a, A b, A, A) -> L {
        return choose(
            a, b, [](R x, R w) { return is_nan<T>(w) | (w <= x); }, b, a);
      });
    case Op::exp:
      return use([](A a, A, A, A) -> L { return full_exp<T>(a); });
    case Op::expm1:
      return use([](A a, A, A, A) -> L { return expm1_of<T>(a); });
    case Op::log:
      return use([](A a, A, A, A) -> L { return full_log<T>(a); });
    case Op::log1p:
      return use([](A a, A, A, A) -> L { return full_log1p<T>(a); });
    case Op::sqrt:
      return use([](A a, A, A, A) -> L { return square_root<T>(a); });
    case Op::sin:
      return use([](A a, A, A, A) -> L { return a.unaryExpr([](T x) { return std::sin(x); }); });
    case Op::cos:
      return use([](A a, A, A, A) -> L { return a.unaryExpr([](T x) { return std::cos(x); }); });
    case Op::tanh:
      return use([](A a, A, A, A) -> L { return tanh_of<T>(a); });
    case Op::sigmoid:
      return use([](A a, A, A, A) -> L { return sigmoid_of<T>(a); });
    case Op::complement:
      return use([](A a, A, A, A) -> L { return sigmoid_of<T>(-a); });
    case Op::softplus:
      return use([](A a, A, A, A) -> L { return softplus_of<T>(a); });
    case Op::relu:
      return use([](A a, A, A, A) -> L { return positive_part<T>(a); });
    case Op::erf:
      return use([](A a, A, A, A) -> L { return erf_of<T>(a); });
    case Op::erfc:
      return use([](A a, A, A, A) -> L { return erfc_of<T>(a); });
    default:
      return;
  }
}

}  // namespace mlp::formula
