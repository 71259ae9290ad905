#pragma once
// Hyperbolic tangent:  y = tanh x,  dy/dx = 1 − y² ≤ 1.  It saturates on both sides, but is centred on 0.

#include "mlp/math/activation.h"
#include "mlp/math/hyperbolic_tangent.h"
#include "mlp/math/lanes.h"

namespace mlp {

template <class T>
struct Tanh final : Activation<T> {
  void apply(In<T> x, Out<T> y) const override {
    by_lanes<T>(x, y, [](const Lane<T>& v) -> Lane<T> { return tanh_of<T>(v); });
  }
  void pullback(In<T>, In<T> y, In<T> dy, Out<T> dx) const override {
    pull_back_by_lanes<T>(y, dy, dx, [](const Lane<T>& v) -> Lane<T> { return T(1) - v * v; });
  }
  bool pullback_reads_input() const override { return false; }
};

}  // namespace mlp
