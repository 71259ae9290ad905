#pragma once
// Weight penalty in Keras's meaning:  l1·Σ|w| + l2·Σw²,  gradient l1·sign(w) + 2·l2·w.  There is no ½ and no division
// by the number of samples; it is added to the mean data loss.

#include "mlp/core/types.h"

namespace mlp {

struct Penalty {
  double l1 = 0;
  double l2 = 0;

  explicit operator bool() const { return l1 != 0 || l2 != 0; }
};

/// The value of the penalty over w, summed in double.
template <class T>
double penalty_value(const Penalty& penalty, ConstSlice<T> w) {
  double absolute = 0, square = 0;
  for (const T value : w) {
    absolute += std::abs(static_cast<double>(value));
    square += static_cast<double>(value) * static_cast<double>(value);
  }
  return penalty.l1 * absolute + penalty.l2 * square;
}

/// g += scale · ∂penalty/∂w, with sign(0) = 0.
template <class T>
void add_penalty_gradient(const Penalty& penalty, double scale, ConstSlice<T> w, Slice<T> g) {
  if (penalty.l1 != 0) g += static_cast<T>(scale * penalty.l1) * w.sign();
  if (penalty.l2 != 0) g += static_cast<T>(scale * 2 * penalty.l2) * w;
}

}  // namespace mlp
