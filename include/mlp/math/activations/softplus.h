#pragma once
// Softplus:  y = ln(1 + e^{βx}) / β,  dy/dx = σ(βx).  The smooth rectifier of Glorot, Bordes & Bengio 2011, their case
// for comparison with true zeros.

#include "mlp/math/activation.h"
#include "mlp/math/log1p.h"
#include "mlp/math/logistic.h"

namespace mlp {

template <class T>
class Softplus final : public Activation<T> {
 public:
  explicit Softplus(double beta) : beta_(static_cast<T>(beta)) {}

  void apply(In<T> x, Out<T> y) const override {
    by_lanes<T>(x, y, [this](const Lane<T>& v) -> Lane<T> { return softplus_of<T>(beta_ * v) / beta_; });
  }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override {
    pull_back_by_lanes<T>(x, dy, dx, [this](const Lane<T>& v) -> Lane<T> { return sigmoid_of<T>(beta_ * v); });
  }

 private:
  T beta_;
};

}  // namespace mlp
