#pragma once
// Logistic sigmoid:  y = 1 / (1 + e^−x),  dy/dx = y·(1 − y) ≤ 1/4.  It saturates on both sides.

#include "mlp/math/activation.h"

namespace mlp {

template <class T>
struct Sigmoid final : Activation<T> {
  // Where e^−x overflows, 1/(1+∞) is the right limit 0.
  void apply(In<T> x, Out<T> y) const override { y = (T(1) + (-x).exp()).inverse(); }
  void pullback(In<T>, In<T> y, In<T> dy, Out<T> dx) const override { dx = dy * y * (T(1) - y); }
  bool pullback_reads_input() const override { return false; }
};

}  // namespace mlp
