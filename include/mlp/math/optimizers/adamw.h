#pragma once
// AdamW: Adam, and beside it every parameter shrinks a little in each step (Loshchilov & Hutter 2019, "Decoupled weight
// decay regularization"), as in PyTorch:
//     w ← (1 − η·λ)·w,   then Adam's step
// A penalty λ/2·Σw² would do the same for sgd; in Adam its gradient would be divided by √v, and parameters with large
// gradients would hardly shrink.

#include "mlp/math/optimizers/adam.h"

namespace mlp {

template <class T>
class AdamW final : public ElementwiseOptimizer<T> {
 public:
  AdamW(double beta_1, double beta_2, double epsilon, double weight_decay)
      : adam_(beta_1, beta_2, epsilon), weight_decay_(weight_decay) {}

  Index moment_count() const override { return adam_.moment_count(); }

  void update(const StepInfo& at, Slice<T> w, ConstSlice<T> g, Moments<T> moments,
              std::span<const double> common) const override {
    w *= static_cast<T>(1 - at.learning_rate * weight_decay_);
    adam_.update(at, w, g, moments, common);
  }

 private:
  Adam<T> adam_;
  double weight_decay_;
};

}  // namespace mlp
