#pragma once
// Gradient clipping: keeps a single bad batch from throwing the parameters far away. Pascanu, Mikolov & Bengio 2013,
// "On the difficulty of training recurrent neural networks".

#include <algorithm>
#include <span>

#include "mlp/core/statistics.h"

namespace mlp {

/// g ← g · limit/‖g‖ where ‖g‖ > limit; g is the whole gradient, penalties included.
template <class T>
void clip_norm(double limit, std::span<T> g) {
  const double length = norm(std::span<const T>(g));
  if (length <= limit) return;
  const T factor = static_cast<T>(limit / length);
  for (T& value : g) value *= factor;
}

/// Each element is cut to [−limit, limit].
template <class T>
void clip_value(double limit, std::span<T> g) {
  const T bound = static_cast<T>(limit);
  for (T& value : g) value = std::clamp(value, -bound, bound);
}

}  // namespace mlp
