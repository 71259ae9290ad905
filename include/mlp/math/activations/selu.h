#pragma once
// Scaled exponential linear unit:  y = λ·x where x > 0, else λα·(e^x − 1);  dy/dx = λ or λα·e^x.  With these λ and α,
// and weights of mean 0 and variance 1/n, activations of mean 0 and variance 1 keep both from layer to layer.
// Klambauer, Unterthiner, Mayr & Hochreiter 2017, "Self-normalizing neural networks".

#include "mlp/math/activation.h"

namespace mlp {

template <class T>
struct Selu final : Activation<T> {
  static constexpr T lambda = T(1.0507009873554804934), lambda_alpha = T(1.7580993408473768599);

  void apply(In<T> x, Out<T> y) const override { y = (x > T(0)).select(lambda * x, lambda_alpha * x.expm1()); }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override {
    dx = (x > T(0)).select(lambda * dy, dy * lambda_alpha * x.exp());
  }
  std::vector<double> kinks() const override { return {0}; }
};

}  // namespace mlp
