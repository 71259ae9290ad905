#pragma once
// Binary cross-entropy of each output, on logits z with p = σ(z) and target t in [0, 1]:
//     loss = −t·ln p − (1−t)·ln(1−p) = max(z, 0) − z·t + ln(1 + e^−|z|),    ∂loss/∂z = p − t = p·(1 − t) − (1 − p)·t,
// the last form without the digits that p − 1 would lose where the output is saturated.
// Of one output: two classes. Of several: one sigmoid for each class against a one-hot target.

#include "mlp/math/activations/sigmoid.h"
#include "mlp/math/log1p.h"
#include "mlp/math/logistic.h"
#include "mlp/math/loss.h"

namespace mlp {

template <class T>
struct BinaryCrossentropy final : Loss<T> {
  using Loss<T>::Loss;

  void evaluate(In<T> z, In<T> t, T scale, Out<T> loss, Out<T> dz) const override {
    for_each_lane(z.size(), [&](Index first, Index count) {
      const Lane<T> logit = load_lane(z.data() + first, count), target = load_lane(t.data() + first, count);
      const Lane<T> u = exp_of<T>(-logit.abs());
      const Lane<T> above = positive_part(logit) - logit * target;
      store_lane<T>(above + log1p_of<T>(u), count, loss.data() + first);
      const auto [p, q] = logistic(logit);
      store_lane<T>(scale * (p * (T(1) - target) - q * target), count, dz.data() + first);
    });
  }
  bool includes(const Activation<T>& output) const override {
    return dynamic_cast<const Sigmoid<T>*>(&output) != nullptr;
  }
  std::string_view required_output() const override { return "sigmoid"; }
  bool classification_only() const override { return true; }
};

}  // namespace mlp
