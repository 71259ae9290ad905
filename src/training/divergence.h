#pragma once
// What the user is told when training has run out of the numbers: where, how, and what may help.

#include <cstdint>
#include <span>
#include <string>

#include "mlp/model/parameters.h"

namespace mlp {

struct DivergencePoint {
  std::int64_t epoch = 0, step = 0;  // of the update at hand, counted from 1
  double loss = 0;                   // finite, where the parameters are what is no longer finite
  double learning_rate = 0;
};

/// The message: which tensor is no longer finite, or the largest parameter where all are; and the tensor of the largest
/// gradient and its norm, or which gradient is not finite.
template <class T>
std::string divergence_message(const DivergencePoint& at, const ParameterLayout& layout, std::span<const T> parameters,
                               std::span<const T> gradient);

}  // namespace mlp
