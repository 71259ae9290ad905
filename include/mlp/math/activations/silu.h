#pragma once
// SiLU ("swish"):  y = x·σ(x),  dy/dx = σ(x)·(1 + x·(1 − σ(x))).  Elfwing, Uchibe & Doya 2018, "Sigmoid-weighted linear
// units for neural network function approximation in reinforcement learning"; Ramachandran, Zoph & Le 2017.

#include "mlp/math/activation.h"
#include "mlp/math/logistic.h"

namespace mlp {

template <class T>
struct Silu final : Activation<T> {
  void apply(In<T> x, Out<T> y) const override {
    by_lanes<T>(x, y, [](const Lane<T>& v) -> Lane<T> { return v * logistic<T>(v).p; });
  }
  void pullback(In<T> x, In<T>, In<T> dy, Out<T> dx) const override {
    pull_back_by_lanes<T>(x, dy, dx, [](const Lane<T>& v) -> Lane<T> {
      const LogisticLane<T> s = logistic<T>(v);
      return s.p * (T(1) + v * s.q);
    });
  }
};

}  // namespace mlp
