#pragma once
// Softplus:  y = ln(1 + e^{βx}) / β,  dy/dx = σ(βx).  The smooth rectifier of Glorot, Bordes & Bengio 2011, their case
// for comparison with true zeros.

#include "mlp/math/activation.h"

namespace mlp {

template <class T>
class Softplus final : public Activation<T> {
 public:
  explicit Softplus(double beta) : beta_(static_cast<T>(beta)) {}

  // ln(1 + e^z) = max(z, 0) + ln(1 + e^−|z|): no overflow for large z, no loss of digits for very negative z.
  void apply(In<T> x, Out<T> y) const override {
    y = (x < T(0)).select(T(0), x) + (-(beta_ * x).abs()).exp().log1p() / beta_;
  }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override { dx = dy / (T(1) + (-beta_ * x).exp()); }

 private:
  T beta_;
};

}  // namespace mlp
