#pragma once
// Gaussian error linear unit:  y = x·Φ(x),  dy/dx = Φ(x) + x·φ(x),  with the normal distribution's Φ and φ: the input
// times the probability that a normal number is smaller. Hendrycks & Gimpel 2016, "Gaussian error linear units".
//
// Their other form has ½·(1 + tanh u) = σ(2u) with u = √(2/π)·(x + 0.044715·x³) in the place of Φ(x), which differs
// from it by at most 5e-4.

#include "mlp/math/activation.h"
#include "mlp/math/logistic.h"
#include "mlp/math/normal_cdf.h"

namespace mlp {

template <class T>
struct Gelu final : Activation<T> {
  void apply(In<T> x, Out<T> y) const override {
    by_lanes<T>(x, y, [](const Lane<T>& v) -> Lane<T> { return v * normal<T>(v).cdf; });
  }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override {
    pull_back_by_lanes<T>(x, dy, dx, [](const Lane<T>& v) -> Lane<T> {
      const NormalLane<T> n = normal<T>(v);
      return n.cdf + v * n.density;
    });
  }
};

template <class T>
struct GeluTanh final : Activation<T> {
  static constexpr T twice_root = T(1.59576912160573071), cubic = T(0.044715);  // 2·√(2/π)

  /// x, cut where p is 0 or 1 to the last digit, so that its powers do not overflow.
  static Lane<T> cut(const Lane<T>& x) { return at_least(T(-100), at_most(T(100), x)); }
  static Lane<T> twice_u(const Lane<T>& v) { return twice_root * v * (T(1) + cubic * v * v); }

  void apply(In<T> x, Out<T> y) const override {
    by_lanes<T>(x, y, [](const Lane<T>& v) -> Lane<T> { return v * logistic<T>(twice_u(cut(v))).p; });
  }
  // y = x·p with p = σ(2u):  dy/dx = p + x·p·(1 − p)·2u'.
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override {
    pull_back_by_lanes<T>(x, dy, dx, [](const Lane<T>& all) -> Lane<T> {
      const Lane<T> v = cut(all);
      const LogisticLane<T> s = logistic<T>(twice_u(v));
      return s.p + s.p * (s.q * (twice_root * v * (T(1) + 3 * cubic * v * v)));
    });
  }
};

}  // namespace mlp
