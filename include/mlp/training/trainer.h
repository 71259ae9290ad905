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
#include "mlp/training/diagnostics.h"
#include "mlp/training/evaluate.h"
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

/// One row of history.csv, in the order of history_columns(); an absent number was not measured.
using HistoryRow = std::vector<std::optional<double>>;

enum class TrainingStatus { completed, stopped_early, interrupted, diverged };

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
  /// A checkpoint is due.
  virtual void save(const TrainState<T>& state) = 0;
  /// True where training shall stop after the batch at hand.
  virtual bool stop_requested() = 0;
};

template <class T>
class Trainer {
 public:
  Trainer(const TrainingSettings& settings, const TrainingParts<T>& parts);

  /// The columns of history.csv.
  const std::vector<std::string>& history_columns() const { return columns_; }

  /// The state before training: initial parameters, everything else 0.
  TrainState<T> initial_state() const;

  /// Trains until the epochs are over, early stopping or the listener ends it, or the loss is no longer finite (then
  /// `problem()` says where). A fresh state gets its row 0 first; any other goes on exactly where it was.
  TrainingStatus run(TrainState<T>& state, TrainingListener<T>& listener);

  const std::string& problem() const { return problem_; }

 private:
  using Clock = std::chrono::steady_clock;

  void begin(TrainState<T>& state, TrainingListener<T>& listener);
  std::vector<LayerRow> initial_layers();
  bool run_epoch(TrainState<T>& state, TrainingListener<T>& listener);
  bool train_batch(TrainState<T>& state, std::span<const Index> which, bool last_of_epoch);
  void make_step(TrainState<T>& state, const Execution<T>& run, const BatchLoss& loss);
  bool end_epoch(TrainState<T>& state, TrainingListener<T>& listener);
  bool shall_stop_early(TrainState<T>& state, const HistoryRow& row) const;
  std::optional<double> cell_of(const HistoryRow& row, const std::string& column) const;
  HistoryRow row_of(const TrainState<T>& state, const std::optional<Evaluation>& validation) const;
  void report(TrainState<T>& state, const HistoryRow& row, bool last, TrainingListener<T>& listener);
  Execution<T> execution(TrainState<T>& state);
  double learning_rate(const TrainState<T>& state, std::int64_t step) const;
  std::string describe_divergence(const TrainState<T>& state, std::int64_t step, double loss) const;
  std::int64_t batches_per_epoch() const;
  bool is_finite(const TrainState<T>& state) const;

  const TrainingSettings settings_;
  const TrainingParts<T> parts_;
  const Index batch_size_;
  std::vector<std::string> columns_;
  Objective<T> objective_;
  OriginalUnits<T> units_;
  Evaluator<T> evaluator_;
  std::optional<Diagnostics<T>> diagnostics_;
  Buffer<T> gradient_, last_step_, trial_statistics_;
  std::vector<Index> order_;
  Clock::time_point started_;
  double seconds_before_ = 0;
  std::string problem_;
};

}  // namespace mlp
