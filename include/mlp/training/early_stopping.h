#pragma once
// Early stopping: training ends when a monitored number has not improved for `patience` epochs. Prechelt 1998, "Early
// stopping — but when?". The meaning is Keras's: an improvement is one by more than min_delta over the best so far.

#include <cstdint>

#include "mlp/training/settings.h"
#include "mlp/training/train_state.h"

namespace mlp {

/// Takes note of the number of an epoch (counted from 1). True where training shall end: the epoch is no improvement,
/// and neither was any of the `patience` epochs up to it. A value that is not a number is never an improvement.
bool improves_no_more(const EarlyStopping& rule, double value, std::int64_t epoch, StoppingState& state);

}  // namespace mlp
