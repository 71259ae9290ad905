#pragma once
// Which losses an auto-encoder can have, whose targets are its inputs.

#include "mlp/config/run_config.h"
#include "mlp/data/dataset.h"

namespace mlp {

/// True for binary cross-entropy: its targets may be any shares from 0 to 1, such as pixels, and not only classes.
bool is_of_shares(const Loss<double>& loss);

/// Throws InputError where the run is an auto-encoder with a loss of shares, and an input of any part is none.
template <class T>
void check_reconstruction(const RunConfig& config, const Dataset<T>& data);

}  // namespace mlp
