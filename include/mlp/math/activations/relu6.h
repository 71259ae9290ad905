#pragma once
// ReLU6:  y = min(max(0, x), 6),  dy/dx = 1 where 0 < x ≤ 6, else 0.  A rectifier whose output fits into few bits.
// Krizhevsky 2010, "Convolutional deep belief networks on CIFAR-10".

#include "mlp/math/activation.h"

namespace mlp {

template <class T>
struct Relu6 final : Activation<T> {
  void apply(In<T> x, Out<T> y) const override { y = (x < T(0)).select(T(0), (x > T(6)).select(T(6), x)); }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override { dx = (x > T(0) && x <= T(6)).select(dy, T(0)); }
  std::vector<double> kinks() const override { return {0, 6}; }
};

}  // namespace mlp
