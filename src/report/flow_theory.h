#pragma once
// What theory expects of the gradient flow before training (training/layer_theory.h), as a line to draw.

#include <string>

#include "mlp/report/line_chart.h"
#include "mlp/report/run_group.h"

namespace mlp {

/// The norms of the kernels' gradients by layer: from the median that was measured at epoch 0 in the last hidden layer,
/// back to the input by theory's factor of each layer, as far as there are any. Empty where there are fewer than two
/// points, or nothing was measured at epoch 0.
Series flow_theory(const RunGroup& group, const std::string& name);

}  // namespace mlp
