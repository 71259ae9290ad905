#pragma once
// What follows from the row of an epoch: training may end (early stopping), the learning rate may fall
// (reduce_on_plateau), and the net may be the best so far, which is then remembered.

#include "mlp/training/history_columns.h"
#include "mlp/training/settings.h"
#include "mlp/training/train_state.h"

namespace mlp {

/// Throws InputError where something is to be watched that the run does not measure.
void check_monitors(const TrainingSettings& settings, const HistoryColumns& columns);

/// Makes room for the nets that are to be remembered.
template <class T>
void reserve_snapshots(const TrainingSettings& settings, TrainState<T>& state);

/// How many nets reserve_snapshots() makes room for.
inline int snapshot_count(const TrainingSettings& settings) {
  return (settings.early_stopping && settings.early_stopping->restore_best ? 1 : 0) +
         (settings.checkpoint.keep_best ? 1 : 0);
}

struct Consequences {
  bool stop = false;       // early stopping is due
  bool kept_best = false;  // state.kept holds the net of this epoch now
};

/// Takes note of the row of epoch number state.epoch. A column that was not measured in it has no consequences.
template <class T>
Consequences take_note(const TrainingSettings& settings, const HistoryColumns& columns, const HistoryRow& row,
                       TrainState<T>& state);

}  // namespace mlp
