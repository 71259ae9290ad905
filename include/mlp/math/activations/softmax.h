#pragma once
// Softmax, over the units of each sample:  yₖ = e^{xₖ} / Σⱼ e^{xⱼ},  dxₖ = yₖ·(dyₖ − Σⱼ yⱼ·dyⱼ).  The outputs are
// positive and sum to 1: the probabilities of the classes.

#include <algorithm>
#include <limits>

#include "mlp/math/activation.h"
#include "mlp/math/lanes.h"

namespace mlp {

/// The largest of some inputs, and the sum of the exponentials that exponentials() leaves.
template <class T>
struct ExponentialSum {
  T largest, total;
};

/// y = e^{x − largest} for the inputs of one sample. Subtracting the largest changes no softmax on paper and keeps e^x
/// from overflowing. An input that is not a number or +∞, or −∞ in all places, makes the total not a number: the
/// largest may miss it, its exponential does not.
template <class T>
ExponentialSum<T> exponentials(const T* x, Index units, T* y) {
  constexpr T nothing = -std::numeric_limits<T>::infinity();
  ExponentialSum<T> result{nothing, T(0)};
  for_each_lane(units, [&](Index first, Index count) {
    result.largest = std::max(result.largest, load_lane(x + first, count, nothing).maxCoeff());
  });
  for_each_lane(units, [&](Index first, Index count) {
    const Lane<T> powers = exp_of<T>(load_lane(x + first, count, nothing) - result.largest);
    store_lane(powers, count, y + first);
    result.total += powers.sum();  // the places beyond the last unit add less than any sum can tell
  });
  return result;
}

template <class T>
struct Softmax final : Activation<T> {
  void apply(In<T> x, Out<T> y) const override {
    for (Index j = 0; j < x.cols(); ++j) {
      const T total = exponentials(x.col(j).data(), x.rows(), y.col(j).data()).total;
      y.col(j) /= total;
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
