#pragma once
// Leaky ReLU:  y = x where x > 0, else a·x.  A small gradient a where the unit is off.  Maas, Hannun & Ng 2013,
// "Rectifier nonlinearities improve neural network acoustic models".

#include "mlp/math/activation.h"

namespace mlp {

template <class T>
class LeakyRelu final : public Activation<T> {
 public:
  explicit LeakyRelu(double negative_slope) : a_(static_cast<T>(negative_slope)) {}

  void apply(In<T> x, Out<T> y) const override { y = (x > T(0)).select(x, a_ * x); }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override { dx = (x > T(0)).select(dy, a_ * dy); }
  std::vector<double> kinks() const override { return {0}; }

 private:
  T a_;
};

}  // namespace mlp
