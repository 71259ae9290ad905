#pragma once
// The diagnosis: from the rows of layers.csv at one epoch to how the gradient flows, in one word and three numbers.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "mlp/training/layer_row.h"

namespace mlp {

/// The verdicts, the worst first: the order in which they are tried. `diverged` is no verdict on a layer's rows: it
/// stands for healthy where training ended with numbers that are not finite.
enum class FlowVerdict { diverged, dead, vanishing, exploding, saturated, collapsed, healthy };

/// "vanishing", as summary.json has it.
std::string_view verdict_name(FlowVerdict verdict);

/// The verdict of that name, where it is one.
std::optional<FlowVerdict> verdict_named(std::string_view name);

/// Over the layers with a kernel but the last; slope and ratio are absent for fewer than two of them.
struct GradientFlow {
  std::int64_t epoch = 0;
  /// Of log10(kernel_grad_norm), in decades per layer; positive: shrinking towards the input.
  std::optional<double> slope;
  /// The last such layer's kernel_grad_norm over the first's; absent where the first is 0.
  std::optional<double> ratio;
  FlowVerdict verdict = FlowVerdict::healthy;
  std::string reason;  // one sentence with the layer and the number it rests on
};

/// From where on a verdict holds.
struct FlowThresholds {
  static constexpr double dead_share = 0.8;            // of a hidden layer's units
  static constexpr double vanishing_ratio = 30;        // last/first at least this
  static constexpr double exploding_ratio = 1.0 / 30;  // last/first at most this
  static constexpr double saturated_share = 0.5;       // of a hidden layer whose activation saturates
  /// Of the last hidden layer of two or more units, at epoch 0; in a net of a single input, 0 alone is a collapse.
  static constexpr double collapsed_rank = 1.01;
};

/// Of the rows of one epoch, in order, those of the hidden layers: the ones before the last layer with a kernel.
std::span<const LayerRow> hidden_layers(std::span<const LayerRow> rows);

/// Whether all units, of two or more, say the same. What a net of one feature is told lies on a line: of its layers a
/// single direction is no loss, but none at all is.
bool is_collapsed(const LayerRow& row, double least_rank = FlowThresholds::collapsed_rank);

/// `rows` are those of one epoch, in order.
GradientFlow gradient_flow(std::span<const LayerRow> rows);

/// The one with the worse verdict, or the first.
const GradientFlow& worse(const GradientFlow& a, const GradientFlow& b);

}  // namespace mlp
