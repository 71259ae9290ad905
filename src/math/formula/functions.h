#pragma once
// What each operation of a formula does to a lane of numbers: the functions that the built-in activations are made of.

#include <cmath>
#include <limits>

#include "mlp/math/error_function.h"
#include "mlp/math/formula/terms.h"
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

/// Calls use(f) with the operation's function f, which takes three lanes, of which it looks at its operands, and gives
/// one. So the choice is made once, and not for each lane. A leaf hands on the first.
// long: a line or two for each operation
template <class T, class Use>
void with_function(Op op, const Use& use) {
  using L = Lane<T>;
  using A = const Lane<T>&;
  switch (op) {
    case Op::number:
    case Op::z:
    case Op::y:
    case Op::dy:
      return use([](A a, A, A) -> L { return a; });
    case Op::negate:
      return use([](A a, A, A) -> L { return -a; });
    case Op::add:
      return use([](A a, A b, A) -> L { return a + b; });
    case Op::subtract:
      return use([](A a, A b, A) -> L { return a - b; });
    case Op::multiply:
      return use([](A a, A b, A) -> L { return a * b; });
    case Op::divide:
      return use([](A a, A b, A) -> L { return a / b; });
    case Op::power:
      return use([](A a, A b, A) -> L { return by_element(a, b, [](T x, T n) { return std::pow(x, n); }); });
    case Op::power_log:
      return use([](A a, A b, A) -> L { return by_element(a, b, power_log<T>); });
    case Op::less:
      return use([](A a, A b, A) -> L { return by_element(a, b, [](T x, T w) { return x < w ? T(1) : T(0); }); });
    case Op::less_equal:
      return use([](A a, A b, A) -> L { return by_element(a, b, [](T x, T w) { return x <= w ? T(1) : T(0); }); });
    case Op::equal:
      return use([](A a, A b, A) -> L { return by_element(a, b, [](T x, T w) { return x == w ? T(1) : T(0); }); });
    case Op::not_equal:
      return use([](A a, A b, A) -> L { return by_element(a, b, [](T x, T w) { return x != w ? T(1) : T(0); }); });
    case Op::where:
      return use([](A a, A b, A c) -> L { return choose(a, is_zero<T>, c, b); });
    // Not-a-number stays what it is, on either side.
    case Op::max:
      return use([](A a, A b, A) -> L { return by_element(a, b, [](T x, T w) { return w >= x || w != w ? w : x; }); });
    case Op::min:
      return use([](A a, A b, A) -> L { return by_element(a, b, [](T x, T w) { return w <= x || w != w ? w : x; }); });
    case Op::exp:
      return use([](A a, A, A) -> L { return full_exp<T>(a); });
    case Op::expm1:
      return use([](A a, A, A) -> L { return a.expm1(); });
    case Op::log:
      return use([](A a, A, A) -> L { return full_log<T>(a); });
    case Op::log1p:
      return use([](A a, A, A) -> L { return full_log1p<T>(a); });
    case Op::sqrt:
      return use([](A a, A, A) -> L { return square_root<T>(a); });
    case Op::sin:
      return use([](A a, A, A) -> L { return a.unaryExpr([](T x) { return std::sin(x); }); });
    case Op::cos:
      return use([](A a, A, A) -> L { return a.unaryExpr([](T x) { return std::cos(x); }); });
    case Op::tanh:
      return use([](A a, A, A) -> L { return a.tanh(); });
    case Op::sigmoid:
      return use([](A a, A, A) -> L { return sigmoid<T>(a); });
    case Op::complement:
      return use([](A a, A, A) -> L { return sigmoid<T>(-a); });
    case Op::softplus:
      return use([](A a, A, A) -> L { return softplus<T>(a); });
    case Op::relu:
      return use([](A a, A, A) -> L { return positive_part<T>(a); });
    case Op::abs:
      return use([](A a, A, A) -> L { return a.abs(); });
    case Op::erf:
      return use([](A a, A, A) -> L { return erf_of<T>(a); });
    case Op::erfc:
      return use([](A a, A, A) -> L { return erfc_of<T>(a); });
  }
}

}  // namespace mlp::formula
