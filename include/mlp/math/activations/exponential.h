#pragma once
// Exponential:  y = e^x,  dy/dx = y.  For outputs that must be positive; as a hidden layer it soon overflows.

#include "mlp/math/activation.h"
#include "mlp/math/lanes.h"

namespace mlp {

template <class T>
struct Exponential final : Activation<T> {
  void apply(In<T> x, Out<T> y) const override {
    by_lanes<T>(x, y, [](const Lane<T>& v) -> Lane<T> { return full_exp<T>(v); });
  }
  void pullback(In<T>, In<T> y, In<T> dy, Out<T> dx) const override { dx = dy * y; }
  bool pullback_reads_input() const override { return false; }
};

}  // namespace mlp
