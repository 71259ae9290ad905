#pragma once
// Hard tanh:  y = x, cut to [−1, 1],  dy/dx = 1 where −1 < x ≤ 1, else 0.  Collobert 2004, "Large scale machine
// learning".

#include "mlp/math/activation.h"

namespace mlp {

template <class T>
struct HardTanh final : Activation<T> {
  void apply(In<T> x, Out<T> y) const override { y = (x < T(-1)).select(T(-1), (x > T(1)).select(T(1), x)); }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override { dx = (x > T(-1) && x <= T(1)).select(dy, T(0)); }
  std::vector<double> kinks() const override { return {-1, 1}; }
};

}  // namespace mlp
