#pragma once
// Stochastic gradient descent with momentum, as in Keras:
//     v ← μ·v − η·g,   w ← w + v        (Polyak 1964)
//                      w ← w + μ·v − η·g (Nesterov's form: Sutskever, Martens, Dahl & Hinton 2013)
// In Keras's form the learning rate is inside v, so a change of the rate acts on new gradients only.

#include "mlp/math/optimizer.h"

namespace mlp {

template <class T>
class Sgd final : public Optimizer<T> {
 public:
  Sgd(double momentum, bool nesterov) : mu_(static_cast<T>(momentum)), nesterov_(nesterov) {}

  Index moment_count() const override { return mu_ == T(0) ? 0 : 1; }

  void update(const StepInfo& at, Slice<T> w, ConstSlice<T> g, Moments<T> moments) const override {
    const T eta = static_cast<T>(at.learning_rate);
    if (mu_ == T(0)) {
      w -= eta * g;
      return;
    }
    Slice<T> v = moments[0];
    v = mu_ * v - eta * g;
    if (nesterov_)
      w += mu_ * v - eta * g;
    else
      w += v;
  }

 private:
  T mu_;
  bool nesterov_;
};

}  // namespace mlp
