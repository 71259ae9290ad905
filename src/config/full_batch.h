#pragma once
// What an optimizer with a line search asks of the rest of a config. It compares the objective at several points, and
// gradients of several steps, so that all of them must be of one function: the loss of the full training set, without
// chance and without clipping.

#include "mlp/config/run_config.h"

namespace mlp {

/// Adds a problem for each thing that run.optimizer cannot work with. Optimizer, model, batch size and clipping must
/// have been read; `training` is the section of that name.
void check_full_batch(Section& root, Section& training, const RunConfig& run);

}  // namespace mlp
