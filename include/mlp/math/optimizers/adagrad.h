#pragma once
// Adagrad (Duchi, Hazan & Singer 2011, "Adaptive subgradient methods for online learning and stochastic optimization"):
// the more a parameter's gradients have added up to, the smaller its steps.
//     v ← v + g²,   w ← w − η·g/(√v + ε)
// v begins with a number of its own, 0 as in PyTorch (Keras: 0.1).

#include "mlp/math/optimizer.h"
#include "mlp/math/square_root.h"

namespace mlp {

template <class T>
class Adagrad final : public ElementwiseOptimizer<T> {
 public:
  Adagrad(double initial_accumulator_value, double epsilon)
      : initial_(static_cast<T>(initial_accumulator_value)), epsilon_(static_cast<T>(epsilon)) {}

  Index moment_count() const override { return 1; }

  void update(const StepInfo& at, Slice<T> w, ConstSlice<T> g, Moments<T> moments,
              std::span<const double>) const override {
    Slice<T> v = moments[0];
    if (at.number == 1) v = initial_;
    v += g.square();
    w -= static_cast<T>(at.learning_rate) * g / (square_root_of(v) + epsilon_);
  }

 private:
  T initial_, epsilon_;
};

}  // namespace mlp
