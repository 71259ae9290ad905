#pragma once
// RMSprop (Tieleman & Hinton 2012, lecture 6.5 of "Neural networks for machine learning"), as in PyTorch: the gradient
// is divided by a running root mean square of itself.
//     v ← α·v + (1−α)·g²,   w ← w − η·g/(√v + ε)

#include "mlp/math/optimizer.h"
#include "mlp/math/square_root.h"

namespace mlp {

template <class T>
class Rmsprop final : public ElementwiseOptimizer<T> {
 public:
  Rmsprop(double alpha, double epsilon) : alpha_(alpha), epsilon_(epsilon) {}

  Index moment_count() const override { return 1; }

  void update(const StepInfo& at, Slice<T> w, ConstSlice<T> g, Moments<T> moments,
              std::span<const double>) const override {
    Slice<T> v = moments[0];
    v = static_cast<T>(alpha_) * v + static_cast<T>(1 - alpha_) * g.square();
    w -= static_cast<T>(at.learning_rate) * g / (square_root_of(v) + static_cast<T>(epsilon_));
  }

 private:
  double alpha_, epsilon_;
};

}  // namespace mlp
