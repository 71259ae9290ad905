#pragma once
// Inverted dropout: in training each input is 0 with probability `rate`, else divided by 1 − rate, so that its mean
// stays and inference needs no change.  y = m ∘ x,  dx = m ∘ dy,  m = 0 or 1/(1 − rate).  Srivastava, Hinton,
// Krizhevsky, Sutskever & Salakhutdinov 2014, "Dropout: a simple way to prevent neural networks from overfitting".

#include "mlp/model/layers/random_mask.h"

namespace mlp {

template <class T>
struct Dropout final : RandomMask<T> {
  /// 0 ≤ rate < 1
  explicit Dropout(double rate) : RandomMask<T>(rate, 1 / (1 - rate)) {}
};

}  // namespace mlp
