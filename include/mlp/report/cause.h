#pragma once
// Where in a net a verdict on the gradient flow holds, and what causes it, by the other columns of layers.csv.

#include <string>
#include <vector>

#include "mlp/training/layer_row.h"

namespace mlp {

/// "Dead units", and a sentence on what they do; no label where nothing is wrong.
struct Cause {
  std::string label, explanation;
};

/// The cause of a verdict by the rows of one epoch and of epoch 0.
Cause cause_of(const std::string& verdict, const std::vector<LayerRow>& rows, const std::vector<LayerRow>& first_rows);

/// The hidden layers that a verdict is about: "dense_4, dense_7 … dense_20 (15 of 20 hidden layers)", or the one with
/// the smallest gradient where it vanishes. Empty where there are none, as of what is healthy.
std::string place_of(const std::string& verdict, const std::vector<LayerRow>& rows);

}  // namespace mlp
