#pragma once
// Softsign:  y = x / (1 + |x|),  dy/dx = 1 / (1 + |x|)².  It saturates like tanh, but polynomially; the third
// activation of Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks".

#include "mlp/math/activation.h"

namespace mlp {

template <class T>
struct Softsign final : Activation<T> {
  void apply(In<T> x, Out<T> y) const override { y = x / (T(1) + x.abs()); }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override { dx = dy / (T(1) + x.abs()).square(); }
};

}  // namespace mlp
