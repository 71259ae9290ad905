#pragma once
// What `mlp predict` writes: the outputs of a net as a table.

#include <string>
#include <vector>

#include "mlp/data/dataset.h"

namespace mlp {

/// The header: "predicted" and p_CLASS for each class, or, where outputs are compared with 0 and so are no
/// probabilities (hinge), score_CLASS; of a regression, the names of the targets.
std::string prediction_head(const DataInfo& data, double decision = 0.5);

/// The line of a sample whose outputs (the output activation included) are `output`: the class `predicted` and the
/// outputs, of which a single one is that of the second class, and its mirror image at `decision` that of the first:
/// 1 − p at ½, −z at 0. Of a regression the outputs alone, in original units. Shortest decimals.
template <class T>
std::string prediction_line(const DataInfo& data, std::span<const T> output, Index predicted, T decision = T(0.5));

}  // namespace mlp
