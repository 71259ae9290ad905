#pragma once
// Stochastic gradient descent with momentum, as in Keras:
//     v ← μ·v − η·g,   w ← w + v        (Polyak 1964)
//                      w ← w + μ·v − η·g (Nesterov's form: Sutskever, Martens, Dahl & Hinton 2013)
// In Keras's form the learning rate is inside v, so a change of the rate acts on new gradients only.
//
// μ may grow linearly over the first steps, from one number to another, and stay there: a large momentum is of use only
// when the first steps have found the way.

#include <algorithm>

#include "mlp/math/optimizer.h"

namespace mlp {

/// μ at update t: initial + (final − initial)·min(1, (t−1)/steps).
struct Momentum {
  double initial = 0, last = 0;
  double steps = 1;

  double at(std::int64_t number) const {
    return initial + (last - initial) * std::min(1.0, static_cast<double>(number - 1) / steps);
  }
  bool none() const { return initial == 0 && last == 0; }
};

template <class T>
class Sgd final : public ElementwiseOptimizer<T> {
 public:
  Sgd(double momentum, bool nesterov) : Sgd(Momentum{momentum, momentum}, nesterov) {}
  Sgd(const Momentum& momentum, bool nesterov) : momentum_(momentum), nesterov_(nesterov) {}

  Index moment_count() const override { return momentum_.none() ? 0 : 1; }

  void update(const StepInfo& at, Slice<T> w, ConstSlice<T> g, Moments<T> moments,
              std::span<const double>) const override {
    const T eta = static_cast<T>(at.learning_rate);
    if (momentum_.none()) {
      w -= eta * g;
      return;
    }
    const T mu = static_cast<T>(momentum_.at(at.number));
    Slice<T> v = moments[0];
    v = mu * v - eta * g;
    if (nesterov_)
      w += mu * v - eta * g;
    else
      w += v;
  }

 private:
  Momentum momentum_;
  bool nesterov_;
};

}  // namespace mlp
