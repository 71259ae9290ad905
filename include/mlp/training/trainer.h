#pragma once
// The training loop: batches → gradient → step, and at the end of each epoch a row of history.csv and the diagnostics.
// It changes a TrainState and tells a listener what happened; it knows neither files nor terminals.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "mlp/training/batch_plan.h"
#include "mlp/training/diagnostics.h"
#include "mlp/training/evaluate.h"
#include "mlp/training/history_columns.h"
#include "mlp/training/listener.h"
#include "mlp/training/settings.h"
#include "mlp/training/status.h"
#include "mlp/training/train_state.h"
#include "mlp/training/training_parts.h"
#include "mlp/training/training_step.h"

namespace mlp {

/// What ended training before its planned end.
enum class StopCause { none, early_stopping, time_limit };

template <class T>
class Trainer {
 public:
  Trainer(const TrainingSettings& settings, const TrainingParts<T>& parts);
  Trainer(const Trainer&) = delete;  // its step refers to its settings

  /// The columns of history.csv.
  const std::vector<std::string>& history_columns() const { return columns_.names(); }

  /// How many epochs and updates there will be, if nothing ends training before.
  const BatchPlan& plan() const { return plan_; }

  /// The state before training: initial parameters, everything else 0.
  TrainState<T> initial_state() const;

  /// Trains until the epochs are over, early stopping, the time limit or the listener ends it, or the loss is no longer
  /// finite (then `problem()` says where). A fresh state gets its row 0 first; any other goes on exactly where it was.
  /// Training that completed or was stopped early leaves the parameters of the last epoch, or, with restore_best, of
  /// the best one.
  TrainingStatus run(TrainState<T>& state, TrainingListener<T>& listener);

  const std::string& problem() const { return problem_; }
  StopCause stop_cause() const { return cause_; }
  /// The epoch whose parameters were restored in the end, where they were.
  std::optional<std::int64_t> restored_epoch() const { return restored_epoch_; }

 private:
  using Clock = std::chrono::steady_clock;

  enum class EpochPart { whole, cut_short, interrupted, diverged };

  void begin(TrainState<T>& state, TrainingListener<T>& listener);
  std::vector<LayerRow> initial_layers(const TrainState<T>& state);
  EpochPart run_epoch(TrainState<T>& state, TrainingListener<T>& listener);
  bool train_batch(TrainState<T>& state);
  bool end_epoch(TrainState<T>& state, TrainingListener<T>& listener);
  void restore_best(TrainState<T>& state);
  HistoryRow row_of(const TrainState<T>& state, const std::optional<Evaluation>& validation) const;
  void report(TrainState<T>& state, const HistoryRow& row, bool last, TrainingListener<T>& listener);
  void save(const TrainState<T>& state, TrainingListener<T>& listener);
  bool is_finite(const TrainState<T>& state) const;
  bool time_is_up(const TrainState<T>& state) const;
  double seconds_now() const;

  const TrainingSettings settings_;
  const TrainingParts<T> parts_;
  const BatchPlan plan_;
  const HistoryColumns columns_;
  TrainingStep<T> step_;
  Evaluator<T> evaluator_;
  std::optional<Diagnostics<T>> diagnostics_;
  std::vector<Index> order_;  // of the samples in the epoch under way
  Clock::time_point started_, saved_;
  double seconds_before_ = 0;
  std::string problem_;
  StopCause cause_ = StopCause::none;
  std::optional<std::int64_t> restored_epoch_;
};

}  // namespace mlp
