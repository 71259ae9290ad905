#pragma once
// Rectified linear unit:  y = max(0, x),  dy/dx = 1 where x > 0, else 0 (also at x = 0).  Glorot, Bordes & Bengio 2011,
// "Deep sparse rectifier neural networks".

#include "mlp/math/activation.h"

namespace mlp {

template <class T>
struct Relu final : Activation<T> {
  // Not-a-number stays what it is: training that has gone wrong must not look like a unit that is off.
  void apply(In<T> x, Out<T> y) const override { y = (x < T(0)).select(T(0), x); }
  void pullback(In<T>, In<T> y, In<T> dy, Out<T> dx) const override { dx = (y > T(0)).select(dy, T(0)); }
  bool pullback_reads_input() const override { return false; }
  std::vector<double> kinks() const override { return {0}; }
};

}  // namespace mlp
