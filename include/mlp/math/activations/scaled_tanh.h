#pragma once
// Scaled tanh:  y = 1.7159·tanh(2x/3),  dy/dx = 1.7159·2/3·(1 − tanh²(2x/3)).  Chosen so that g(±1) = ±1.  LeCun,
// Bottou, Orr & Müller 1998, "Efficient backprop".

#include "mlp/math/activation.h"
#include "mlp/math/hyperbolic_tangent.h"
#include "mlp/math/lanes.h"

namespace mlp {

template <class T>
struct ScaledTanh final : Activation<T> {
  static constexpr T height = T(1.7159), steepness = T(2.0 / 3);

  void apply(In<T> x, Out<T> y) const override {
    by_lanes<T>(x, y, [](const Lane<T>& v) -> Lane<T> { return height * tanh_of<T>(steepness * v); });
  }
  void pullback(In<T>, In<T> y, In<T> dy, Out<T> dx) const override {
    dx = dy * (height * steepness) * (T(1) - (y / height).square());
  }
  bool pullback_reads_input() const override { return false; }
};

}  // namespace mlp
