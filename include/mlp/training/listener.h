#pragma once
// What the training loop tells as it goes, and asks: files, terminals and pages listen.

#include <cstdint>
#include <string>
#include <vector>

#include "mlp/training/history_columns.h"
#include "mlp/training/layer_row.h"
#include "mlp/training/train_state.h"

namespace mlp {

/// A layer's turn in pretraining: number `number` of `count`, from 1.
struct PretrainingStage {
  std::int64_t number = 0, count = 0;
  std::string layer;
};

/// What the loop tells, and asks.
template <class T>
class TrainingListener {
 public:
  virtual ~TrainingListener() = default;

  /// A state that was begun earlier goes on. `initial_layers` are the diagnostics of epoch 0, measured again (empty
  /// where there are none).
  virtual void on_resumed(const std::vector<LayerRow>& initial_layers) = 0;

  /// An epoch is over (0: before training). `layers` and `histograms` are empty where they were not due.
  virtual void on_epoch(const TrainState<T>& state, const HistoryRow& row, const std::vector<LayerRow>& layers,
                        const std::vector<LayerHistograms>& histograms) = 0;
  /// A batch is over; `state` counts those of the epoch under way.
  virtual void on_batch(const TrainState<T>& state) = 0;
  /// state.kept holds the net of the epoch that on_epoch() was just told of: it is the best so far.
  virtual void on_best(const TrainState<T>& /*state*/) {}
  /// A checkpoint is due.
  virtual void save(const TrainState<T>& state) = 0;
  /// A batch of pretraining is over, or, with its row, an epoch; the row's columns are those of a run without metrics
  /// and validation. `state` is that of the whole run.
  virtual void on_pretraining(const TrainState<T>& /*state*/, const PretrainingStage& /*stage*/,
                              const HistoryRow* /*row*/) {}
  /// True where training shall stop after the batch at hand.
  virtual bool stop_requested() = 0;
};

}  // namespace mlp
