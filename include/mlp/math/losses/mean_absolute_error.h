#pragma once
// Absolute error:  loss = |z − t|,  ∂loss/∂z = sign(z − t), and 0 where z = t.

#include "mlp/math/loss.h"

namespace mlp {

template <class T>
struct MeanAbsoluteError final : Loss<T> {
  using Loss<T>::Loss;

  void evaluate(In<T> z, In<T> t, T scale, Out<T> loss, Out<T> dz) const override {
    loss = (z - t).abs();
    dz = scale * (z - t).sign();
  }
};

}  // namespace mlp
