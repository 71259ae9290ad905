#pragma once
// Mish:  y = x·tanh(softplus(x)),  softplus(x) = ln(1 + e^x).  Misra 2020, "Mish: a self regularized non-monotonic
// activation function". With e = e^x and n = e·(e + 2), (1 + e)² = n + 1, so
//     tanh(softplus(x)) = ((1 + e)² − 1)/((1 + e)² + 1) = n/(n + 2),
//     dy/dx = n/(n + 2) + 4x·e·(e + 1)/(n + 2)².
// No digits are lost in these, and there is neither a logarithm nor a tanh in them.

#include "mlp/math/activation.h"
#include "mlp/math/lanes.h"

namespace mlp {

template <class T>
struct Mish final : Activation<T> {
  /// What both formulas are made of.
  struct Parts {
    Lane<T> root, e, r;  // e^{x/2}, e^x, 1/(n + 2)

    // From x = 40 on, n/(n + 2) is 1 and the rest is 0 to the last digit; further out n would overflow.
    explicit Parts(const Lane<T>& x)
        : root(exp_of<T>(T(0.5) * at_most(T(40), x))), e(root * root), r((e * (e + T(2)) + T(2)).inverse()) {}
  };

  // e stands in the product as root·root, which reaches further down than e^x of an array does.
  void apply(In<T> x, Out<T> y) const override {
    by_lanes<T>(x, y, [](const Lane<T>& v) -> Lane<T> {
      const Parts k(v);
      return v * (k.root * (k.root * ((k.e + T(2)) * k.r)));
    });
  }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override {
    pull_back_by_lanes<T>(x, dy, dx, [](const Lane<T>& v) -> Lane<T> {
      const Parts k(v);
      return k.root * (k.root * (k.r * ((k.e + T(2)) + v * (T(4) * ((k.e + T(1)) * k.r)))));
    });
  }
};

}  // namespace mlp
