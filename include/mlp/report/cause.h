#pragma once
// Where in a net a verdict on the gradient flow holds, and what causes it, by the other columns of layers.csv.

#include <string>
#include <string_view>
#include <vector>

#include "mlp/training/gradient_flow.h"
#include "mlp/training/layer_row.h"

namespace mlp {

enum class CauseKind {
  none,  // nothing is wrong
  saturation,
  dead_units,
  shrinking_weights,
  small_slopes,
  no_way_through,
  grown_weights,
  large_sums,
  weights_of_one_sign,
  constant_outputs,
  rank_collapse,
  growing_weights,
  large_weights,
  large_steps
};

/// "Dead units"; empty for none.
std::string_view cause_name(CauseKind kind);

/// What causes a verdict, and a sentence on how.
struct Cause {
  CauseKind kind = CauseKind::none;
  std::string explanation;
};

/// The cause of a verdict by the rows of one epoch and of epoch 0.
Cause cause_of(FlowVerdict verdict, const std::vector<LayerRow>& rows, const std::vector<LayerRow>& first_rows);

/// The hidden layers that a verdict is about: "dense_4, dense_7 … dense_20 (15 of 20 hidden layers)", or the one with
/// the smallest gradient where it vanishes. Empty where there are none, as of what is healthy.
std::string place_of(FlowVerdict verdict, const std::vector<LayerRow>& rows);

}  // namespace mlp
