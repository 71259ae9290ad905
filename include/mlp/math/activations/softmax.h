#pragma once
// Softmax, over the units of each sample:  yₖ = e^{xₖ} / Σⱼ e^{xⱼ},  dxₖ = yₖ·(dyₖ − Σⱼ yⱼ·dyⱼ).  The outputs are
// positive and sum to 1: the probabilities of the classes.

#include "mlp/math/activation.h"

namespace mlp {

template <class T>
struct Softmax final : Activation<T> {
  // Subtracting the largest input changes nothing on paper and keeps e^x from overflowing.
  void apply(In<T> x, Out<T> y) const override {
    for (Index j = 0; j < x.cols(); ++j) {
      const T largest = x.col(j).template maxCoeff<Eigen::PropagateNaN>();
      y.col(j) = (x.col(j) - largest).exp();
      y.col(j) /= y.col(j).sum();
    }
  }
  void pullback(In<T>, In<T> y, In<T> dy, Out<T> dx) const override {
    for (Index j = 0; j < y.cols(); ++j) {
      const T mean = (y.col(j) * dy.col(j)).sum();
      dx.col(j) = y.col(j) * (dy.col(j) - mean);
    }
  }
  bool pullback_reads_input() const override { return false; }
  bool elementwise() const override { return false; }
};

}  // namespace mlp
