#pragma once
// The training loop: batches → gradient → step, and at the end of each epoch a row of history.csv and the diagnostics.
// It changes a TrainState and tells a listener what happened; it knows neither files nor terminals.

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "mlp/data/sample_reader.h"
#include "mlp/math/optimizer.h"
#include "mlp/math/schedule.h"
#include "mlp/training/batch_plan.h"
#include "mlp/training/diagnostics.h"
#include "mlp/training/history_columns.h"
#include "mlp/training/settings.h"
#include "mlp/training/train_state.h"

namespace mlp {

/// The parts that a training run is made of. All must outlive the trainer; `validation` may be null.
template <class T>
struct TrainingParts {
  const Model<T>& model;
  Criterion<T> loss;
  const Optimizer<T>& optimizer;
  const Schedule& schedule;
  const SampleReader<T>& training;
  const SampleReader<T>* validation;
  const Metrics<T>& metrics;
  std::vector<std::string> metric_names;
  T threshold = 0;  // of the decision between two classes, on the model's output
  Threads threads;
  std::function<void(TrainState<T>&)> set_initial;  // changes the initial state; may be empty
  Scaling output_scaling;                           // of the targets: metrics are without it
};

/// Parameters and running statistics as training with this seed begins: by their initializers, scaled by the data where
/// these ask for it, then changed by set_initial.
template <class T>
void set_initial_values(const TrainingParts<T>& parts, std::uint64_t seed, TrainState<T>& state);

enum class TrainingStatus { completed, stopped_early, interrupted, diverged };

/// What ended training before its planned end.
enum class StopCause { none, early_stopping, time_limit };

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
  /// A batch is over; `samples` of the epoch under way were seen.
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

/// Throws InputError where the vectors of a training would not fit in memory: parameters, gradient, the parameters
/// before a step and the gradient that diagnostics measure, the optimizer's moments, the nets that are kept.
template <class T>
void require_training_memory(const TrainingSettings& settings, const Model<T>& model, const Optimizer<T>& optimizer);

template <class T>
class Trainer {
 public:
  Trainer(const TrainingSettings& settings, const TrainingParts<T>& parts);

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
  bool train_batch(TrainState<T>& state, std::span<const Index> which, bool last_of_epoch);
  void make_step(TrainState<T>& state, const Execution<T>& run, const BatchLoss& loss);
  bool end_epoch(TrainState<T>& state, TrainingListener<T>& listener);
  void restore_best(TrainState<T>& state);
  HistoryRow row_of(const TrainState<T>& state, const std::optional<Evaluation>& validation) const;
  void report(TrainState<T>& state, const HistoryRow& row, bool last, TrainingListener<T>& listener);
  void save(const TrainState<T>& state, TrainingListener<T>& listener);
  Execution<T> execution(TrainState<T>& state);
  double learning_rate(const TrainState<T>& state, std::int64_t step) const;
  std::string describe_divergence(const TrainState<T>& state, std::int64_t step, double loss) const;
  bool is_finite(const TrainState<T>& state) const;
  bool time_is_up(const TrainState<T>& state) const;
  double seconds_now() const;

  const TrainingSettings settings_;
  const TrainingParts<T> parts_;
  const BatchPlan plan_;
  const HistoryColumns columns_;
  const std::vector<ParameterGroup> groups_;
  const bool constrains_;  // some of the parameters
  Objective<T> objective_;
  OriginalUnits<T> units_;
  Evaluator<T> evaluator_;
  std::optional<Diagnostics<T>> diagnostics_;
  Buffer<T> gradient_, before_step_, trial_statistics_;
  std::vector<Index> order_;
  Clock::time_point started_, saved_;
  double seconds_before_ = 0;
  std::string problem_;
  StopCause cause_ = StopCause::none;
  std::optional<std::int64_t> restored_epoch_;
};

}  // namespace mlp
