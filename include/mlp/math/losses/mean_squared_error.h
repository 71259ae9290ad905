#pragma once
// Squared error:  loss = (z − t)²,  ∂loss/∂z = 2·(z − t).  No factor ½, as in Keras and PyTorch.

#include "mlp/math/loss.h"

namespace mlp {

template <class T>
struct MeanSquaredError final : Loss<T> {
  using Loss<T>::Loss;

  void evaluate(In<T> z, In<T> t, T scale, Out<T> loss, Out<T> dz) const override {
    loss = (z - t).square();
    dz = (2 * scale) * (z - t);
  }
};

}  // namespace mlp
