#pragma once
// Softplus:  y = ln(1 + e^{βx}) / β,  dy/dx = σ(βx).  The smooth rectifier of Glorot, Bordes & Bengio 2011, their case
// for comparison with true zeros.

#include "mlp/math/activation.h"
#include "mlp/math/lanes.h"

namespace mlp {

template <class T>
class Softplus final : public Activation<T> {
 public:
  explicit Softplus(double beta) : beta_(static_cast<T>(beta)) {}

  // ln(1 + e^z) = max(z, 0) + ln(1 + e^−|z|): no overflow for large z, no loss of digits for very negative z.
  void apply(In<T> x, Out<T> y) const override {
    by_lanes<T>(x, y, [this](const Lane<T>& z) -> Lane<T> {
      const Lane<T> u = exp_of<T>(-(beta_ * z).abs());
      return positive_part(z) + log1p_of<T>(u) / beta_;
    });
  }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override { dx = dy / (T(1) + (-beta_ * x).exp()); }

 private:
  T beta_;
};

}  // namespace mlp
