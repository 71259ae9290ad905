#pragma once
// What each operation of a formula does to a lane of numbers: the functions that the built-in activations are made of.

#include <cmath>
#include <limits>

#include "mlp/math/error_function.h"
#include "mlp/math/formula/terms.h"
#include "mlp/math/hyperbolic_tangent.h"
#include "mlp/math/lanes.h"
#include "mlp/math/logistic.h"

namespace mlp::formula {

/// f(a, b) of each pair of elements.
template <class T, class F>
Lane<T> by_element(const Lane<T>& a, const Lane<T>& b, const F& f) {
  Lane<T> result;
  for (Index i = 0; i < padding; ++i) result[i] = f(a[i], b[i]);
  return result;
}

/// `yes` where test(a, b), else `no`, element by element.
template <class T, class Test>
Lane<T> choose_by(const Lane<T>& a, const Lane<T>& b, const Test& test, const Lane<T>& yes, const Lane<T>& no) {
  Lane<T> chosen;
  for (Index i = 0; i < padding; ++i) chosen[i] = test(a[i], b[i]) ? yes[i] : no[i];
  return chosen;
}

/// e^x. The square of a square root reaches the ends of the range of T; exp() of an array stops short of them.
template <class T>
Lane<T> full_exp(const Lane<T>& x) {
  const Lane<T> root = exp_of<T>(T(0.5) * x);
  return root * root;
}

/// ln x. log() of an array takes a denormal number for the smallest normal one, so it gets a multiple of it.
template <class T>
Lane<T> full_log(const Lane<T>& x) {
  constexpr T smallest = std::numeric_limits<T>::min();
  constexpr T factor = 1 / std::numeric_limits<T>::epsilon();
  constexpr T its_log = static_cast<T>((std::numeric_limits<T>::digits - 1) * 0.693147180559945309417);
  const auto is_denormal = [](T v) { return v > 0 && v < smallest; };
  const Lane<T> logarithm = log_of<T>(choose(x, is_denormal, Lane<T>(factor * x), x));
  return choose(x, is_denormal, Lane<T>(logarithm - its_log), logarithm);
}

/// ln(1 + u) by Kahan's device (lanes.h), of any u; an infinite u is its own.
template <class T>
Lane<T> full_log1p(const Lane<T>& u) {
  return choose(
      u, [](T v) { return v == std::numeric_limits<T>::infinity(); }, u, log1p_of<T>(u));
}

/// σ(x). Where e^−x overflows, 1/(1 + ∞) is the right limit 0.
template <class T>
Lane<T> sigmoid(const Lane<T>& x) {
  return (T(1) + full_exp<T>(-x)).inverse();
}

/// σ(x) and 1 − σ(x) from one exponential e = e^−x: where e is small, 1 − σ is e·σ, and no digits are lost.
template <class T>
LogisticLane<T> sigmoid_and_complement(const Lane<T>& x) {
  const Lane<T> e = full_exp<T>(-x), p = (T(1) + e).inverse();
  return {p, choose(x, is_negative<T>, Lane<T>(T(1) - p), Lane<T>(e * p))};
}

template <class T>
Lane<T> softplus(const Lane<T>& x) {
  return positive_part(x) + log1p_of<T>(exp_of<T>(-x.abs()));
}

/// √x as the processor has it; sqrt() of an array is an approximation where that is faster.
template <class T>
Lane<T> square_root(const Lane<T>& x) {
  Lane<T> root;
  for (Index i = 0; i < padding; ++i) root[i] = std::sqrt(x[i]);
  return root;
}

template <class T>
T power_log(T a, T b) {
  return a == T(0) && b >= T(0) ? T(0) : std::pow(a, b) * std::log(a);
}

/// Calls use(f) with the function f of an operation that takes an instruction or two. It takes four lanes, of which it
/// looks at its operands, and gives one. So the choice is made once, and not for each lane. False for all others.
template <class T, class Use>
bool with_short_function(Op op, const Use& use) {
  using L = Lane<T>;
  using A = const Lane<T>&;
  switch (op) {
    case Op::negate:
      use([](A a, A, A, A) -> L { return -a; });
      return true;
    case Op::add:
      use([](A a, A b, A, A) -> L { return a + b; });
      return true;
    case Op::subtract:
      use([](A a, A b, A, A) -> L { return a - b; });
      return true;
    case Op::multiply:
      use([](A a, A b, A, A) -> L { return a * b; });
      return true;
    case Op::divide:
      use([](A a, A b, A, A) -> L { return a / b; });
      return true;
    case Op::abs:
      use([](A a, A, A, A) -> L { return a.abs(); });
      return true;
    case Op::where_less:
      use([](A a, A b, A c, A d) -> L {
        return choose_by(
            a, b, [](T x, T w) { return x < w; }, c, d);
      });
      return true;
    case Op::where_less_equal:
      use([](A a, A b, A c, A d) -> L {
        return choose_by(
            a, b, [](T x, T w) { return x <= w; }, c, d);
      });
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
      return is_right ? use([](A r, A e) -> L { return e / r; }) : use([](A r, A e) -> L { return r / e; });
    default:
      return;
  }
}

inline bool is_short(Op op) {
  return with_short_function<float>(op, [](const auto&) {});
}
inline bool may_be_second(Op op) {
  return op == Op::add || op == Op::subtract || op == Op::multiply || op == Op::divide;
}

/// Calls use(f) with the function of any operation. A leaf hands on the first lane.
// long: a line or two for each operation
template <class T, class Use>
void with_function(Op op, const Use& use) {
  using L = Lane<T>;
  using A = const Lane<T>&;
  if (with_short_function<T>(op, use)) return;
  switch (op) {
    case Op::number:
    case Op::z:
    case Op::y:
    case Op::dy:
      return use([](A a, A, A, A) -> L { return a; });
    case Op::power:
      return use([](A a, A b, A, A) -> L { return by_element(a, b, [](T x, T n) { return std::pow(x, n); }); });
    case Op::power_log:
      return use([](A a, A b, A, A) -> L { return by_element(a, b, power_log<T>); });
    case Op::less:
      return use([](A a, A b, A, A) -> L { return by_element(a, b, [](T x, T w) { return x < w ? T(1) : T(0); }); });
    case Op::less_equal:
      return use([](A a, A b, A, A) -> L { return by_element(a, b, [](T x, T w) { return x <= w ? T(1) : T(0); }); });
    case Op::equal:
      return use([](A a, A b, A, A) -> L { return by_element(a, b, [](T x, T w) { return x == w ? T(1) : T(0); }); });
    case Op::not_equal:
      return use([](A a, A b, A, A) -> L { return by_element(a, b, [](T x, T w) { return x != w ? T(1) : T(0); }); });
    case Op::where:
      return use([](A a, A b, A c, A) -> L { return choose(a, is_zero<T>, c, b); });
    case Op::where_equal:
      return use([](A a, A b, A c, A d) -> L {
        return choose_by(
            a, b, [](T x, T w) { return x == w; }, c, d);
      });
    case Op::where_not_equal:
      return use([](A a, A b, A c, A d) -> L {
        return choose_by(
            a, b, [](T x, T w) { return x != w; }, c, d);
      });
    // Not-a-number stays what it is, on either side.
    case Op::max:
      return use([](A a, A b, A, A) -> L {
        return by_element(a, b, [](T x, T w) { return std::isnan(w) ? w : w >= x ? w : x; });
      });
    case Op::min:
      return use([](A a, A b, A, A) -> L {
        return by_element(a, b, [](T x, T w) { return std::isnan(w) ? w : w <= x ? w : x; });
      });
    case Op::exp:
      return use([](A a, A, A, A) -> L { return full_exp<T>(a); });
    case Op::expm1:
      return use([](A a, A, A, A) -> L { return a.expm1(); });
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
      return use([](A a, A, A, A) -> L { return sigmoid<T>(a); });
    case Op::complement:
      return use([](A a, A, A, A) -> L { return sigmoid<T>(-a); });
    case Op::softplus:
      return use([](A a, A, A, A) -> L { return softplus<T>(a); });
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
