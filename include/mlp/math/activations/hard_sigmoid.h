#pragma once
// Hard sigmoid:  y = (x + 3)/6, cut to [0, 1],  dy/dx = 1/6 where −3 < x ≤ 3, else 0.  Three straight lines for a
// sigmoid, in PyTorch's form (Keras has it since version 3; before, the slope was 0.2). Courbariaux, Bengio & David
// 2015, "BinaryConnect", use another slope.

#include "mlp/math/activation.h"

namespace mlp {

template <class T>
struct HardSigmoid final : Activation<T> {
  void apply(In<T> x, Out<T> y) const override {
    y = (x < T(-3)).select(T(0), (x > T(3)).select(T(1), (x + T(3)) / T(6)));
  }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override {
    dx = (x > T(-3) && x <= T(3)).select(dy / T(6), T(0));
  }
  std::vector<double> kinks() const override { return {-3, 3}; }
};

}  // namespace mlp
