#pragma once
// Linear:  y = x,  dy/dx = 1.  The output of regression nets.

#include "mlp/math/activation.h"

namespace mlp {

template <class T>
struct Linear final : Activation<T> {
  void apply(In<T> x, Out<T> y) const override { y = x; }
  void pullback(In<T>, In<T>, In<T> dy, Out<T> dx) const override { dx = dy; }
  bool pullback_reads_input() const override { return false; }
};

}  // namespace mlp
