#pragma once
// Scaled exponential linear unit:  y = λ·x where x > 0, else λα·(e^x − 1);  dy/dx = λ or λα·e^x.  With these λ and α,
// and weights of mean 0 and variance 1/n, activations of mean 0 and variance 1 keep both from layer to layer.
// Klambauer, Unterthiner, Mayr & Hochreiter 2017, "Self-normalizing neural networks".

#include "mlp/math/activation.h"
#include "mlp/math/expm1.h"

namespace mlp {

template <class T>
struct Selu final : Activation<T> {
  static constexpr T lambda = T(1.0507009873554804934), lambda_alpha = T(1.7580993408473768599);

  void apply(In<T> x, Out<T> y) const override {
    by_lanes<T>(x, y, [](const Lane<T>& v) -> Lane<T> {
      return choose(v, is_positive<T>, Lane<T>(lambda * v), Lane<T>(lambda_alpha * expm1_of<T>(v)));
    });
  }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override {
    pull_back_by_lanes<T>(x, dy, dx, [](const Lane<T>& v) -> Lane<T> {
      return choose(v, is_positive<T>, constant(lambda), Lane<T>(lambda_alpha * exp_of<T>(v)));
    });
  }
  std::vector<double> kinks() const override { return {0}; }
};

}  // namespace mlp
