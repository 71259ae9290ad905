#pragma once
// Binary cross-entropy of each output, on logits z with p = σ(z) and target t in [0, 1]:
//     loss = −t·ln p − (1−t)·ln(1−p) = max(z, 0) − z·t + ln(1 + e^−|z|),    ∂loss/∂z = p − t.
// Of one output: two classes. Of several: one sigmoid for each class against a one-hot target.

#include "mlp/math/activations/sigmoid.h"
#include "mlp/math/loss.h"

namespace mlp {

template <class T>
struct BinaryCrossentropy final : Loss<T> {
  using Loss<T>::Loss;

  void evaluate(In<T> z, In<T> t, T scale, Out<T> loss, Out<T> dz) const override {
    loss = (z < T(0)).select(T(0), z) - z * t + (-z.abs()).exp().log1p();
    dz = scale * ((T(1) + (-z).exp()).inverse() - t);
  }
  bool includes(const Activation<T>& output) const override {
    return dynamic_cast<const Sigmoid<T>*>(&output) != nullptr;
  }
  std::string_view required_output() const override { return "sigmoid"; }
  bool classification_only() const override { return true; }
};

}  // namespace mlp
