#pragma once
// What follows from a number that no longer improves: training ends, or goes on with smaller steps.
//
// Early stopping: training ends when a monitored number has not improved for `patience` epochs. Prechelt 1998, "Early
// stopping — but when?". The meaning is Keras's: an improvement is one by more than min_delta over the best so far.
//
// Reduction on a plateau: the learning rate is multiplied by a factor, and the count of epochs begins anew. That is
// Keras's ReduceLROnPlateau, and PyTorch's with "patience" smaller by one and an absolute threshold.

#include <cstdint>

#include "mlp/training/settings.h"
#include "mlp/training/train_state.h"

namespace mlp {

/// Takes note of the number of an epoch (counted from 1). True where training shall end: the epoch is no improvement,
/// and neither was any of the `patience` epochs up to it. A value that is not a number is never an improvement.
bool improves_no_more(const Watch& rule, double value, std::int64_t epoch, StoppingState& state);

/// Takes note of the number of an epoch. True where it is the best so far; of equal ones the first is.
bool is_best(const Monitor& monitor, double value, std::int64_t epoch, StoppingState& state);

/// Takes note of the number of an epoch, and reduces state.factor where it is time to.
void reduce_on_plateau(const ReduceOnPlateau& rule, double value, std::int64_t epoch, PlateauState& state);

}  // namespace mlp
