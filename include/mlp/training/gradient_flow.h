#pragma once
// The diagnosis: from the rows of layers.csv at one epoch to how the gradient flows, in one word and three numbers.

#include <optional>
#include <span>
#include <string>

#include "mlp/training/layer_row.h"

namespace mlp {

/// Over the layers with a kernel but the last; absent for fewer than two of them.
struct GradientFlow {
  std::int64_t epoch = 0;
  std::optional<double>
      slope;  // of log10(kernel_grad_norm) in decades per layer; positive: shrinking towards the input
  std::optional<double> ratio;  // the last such layer's kernel_grad_norm over the first's; null where the first is 0
  std::string verdict;          // dead, vanishing, exploding, saturated, collapsed or healthy
  std::string reason;           // one sentence with the layer and the number it rests on
};

/// The verdict's thresholds, in the order in which they are tried.
struct FlowThresholds {
  static constexpr double dead_share = 0.8;      // a hidden layer with so many dead units, or without any gradient
  static constexpr double vanishing_ratio = 30;  // last/first at least this
  static constexpr double exploding_ratio = 1.0 / 30;
  static constexpr double saturated_share = 0.5;  // of a hidden layer whose activation saturates
  static constexpr double collapsed_rank =
      1.01;  // effective rank of the last hidden layer of two or more units, at epoch 0
};

/// `rows` are those of one epoch, in order. Hidden layers are those before the last layer with a kernel.
GradientFlow gradient_flow(std::span<const LayerRow> rows);

/// The worse of two, by the order above.
const GradientFlow& worse(const GradientFlow& a, const GradientFlow& b);

}  // namespace mlp
