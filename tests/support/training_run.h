#pragma once
// A whole training run in memory: samples, parts, settings, and a listener that keeps what it is told.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "mlp/math/metrics/accuracy.h"
#include "mlp/math/metrics/class_rates.h"
#include "mlp/math/metrics/log_loss.h"
#include "mlp/math/metrics/mean_error.h"
#include "mlp/math/metrics/r2_score.h"
#include "mlp/math/metrics/roc_auc.h"
#include "mlp/math/optimizers/sgd.h"
#include "mlp/training/trainer.h"
#include "tests/support/array.h"
#include "tests/support/nets.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {

/// Samples in memory, one column each.
template <class T>
struct MemorySamples final : SampleReader<T> {
  Matrix<T> x, y;

  MemorySamples() = default;
  MemorySamples(Matrix<T> features, Matrix<T> targets) : x(std::move(features)), y(std::move(targets)) {}
  Index samples() const override { return x.cols(); }
  bool may_be_shared() const override { return true; }
  void gather(std::span<const Index> which, T* to_x, T* to_y) const override {
    for (const Index j : which) {
      to_x = std::copy_n(x.data() + j * x.rows(), x.rows(), to_x);
      if (to_y != nullptr) to_y = std::copy_n(y.data() + j * y.rows(), y.rows(), to_y);
    }
  }
};

/// Numbers given sample by sample.
template <class T>
Matrix<T> matrix(Index rows, const std::vector<double>& values) {
  Matrix<T> m(rows, static_cast<Index>(values.size()) / rows);
  std::transform(values.begin(), values.end(), m.data(), [](double v) { return static_cast<T>(v); });
  return m;
}

/// Normal features; the class of a sample, 0/1 or one-hot, depends on them.
template <class T>
MemorySamples<T> random_samples(Index features, Index outputs, Index count, const std::string& name = "samples") {
  const TestArray<T> x = random_array<T>(features, count, name);
  MemorySamples<T> samples{x.in().matrix(), Matrix<T>::Zero(outputs, count)};
  for (Index j = 0; j < count; ++j) {
    const Index classes = outputs == 1 ? 2 : outputs;
    const auto found = static_cast<Index>(std::abs(x(0, j) + x(features - 1, j)) * 2) % classes;
    if (outputs == 1)
      samples.y(0, j) = static_cast<T>(found);
    else
      samples.y(found, j) = 1;
  }
  return samples;
}

/// Keeps rows, and stops after a given number of batches.
template <class T>
struct Recorder final : TrainingListener<T> {
  std::vector<HistoryRow> rows;
  std::vector<std::vector<LayerRow>> layers;
  std::vector<std::vector<LayerHistograms>> histograms;
  std::vector<std::int64_t> saved_epochs, saved_batches, best_epochs;
  std::vector<std::pair<std::int64_t, HistoryRow>> pretraining_rows;  // stage, row
  std::int64_t batches = 0, stop_after = -1;                          // batches; -1: never
  std::function<void(const TrainState<T>&)> after_batch = [](const TrainState<T>&) {};

  std::vector<std::vector<LayerRow>> initial_layers;  // as they were told when a run was resumed

  void on_resumed(const std::vector<LayerRow>& layer_rows) override { initial_layers.push_back(layer_rows); }
  void on_epoch(const TrainState<T>&, const HistoryRow& row, const std::vector<LayerRow>& layer_rows,
                const std::vector<LayerHistograms>& layer_histograms) override {
    rows.push_back(row);
    layers.push_back(layer_rows);
    histograms.push_back(layer_histograms);
  }
  void on_batch(const TrainState<T>& state) override {
    ++batches;
    after_batch(state);
  }
  void on_best(const TrainState<T>& state) override {
    EXPECT_EQ(state.kept.watch.best_epoch, state.epoch);
    best_epochs.push_back(state.epoch);
  }
  void on_pretraining(const TrainState<T>&, const PretrainingStage& stage, const HistoryRow* row) override {
    if (row == nullptr)
      ++batches;
    else
      pretraining_rows.emplace_back(stage.number, *row);
  }
  void save(const TrainState<T>& state) override {
    saved_epochs.push_back(state.epoch);
    saved_batches.push_back(state.batch);
  }
  bool stop_requested() override { return batches == stop_after; }
};

/// The rate, or 0 where the optimizer cannot work with a net that changes by chance.
inline double dropout_rate(double rate, const OptimizerChoice& choice) {
  return choice.full_batch == FullBatch::required ? 0 : rate;
}

/// All parts of a run. Change what a test is about, then call trainer().
template <class T>
struct TrainingRun {
  Model<T> model;
  std::shared_ptr<Loss<T>> loss;
  ClassTargets targets;
  std::shared_ptr<const Optimizer<T>> optimizer = std::make_shared<Sgd<T>>(0, false);
  std::shared_ptr<const Schedule> schedule = std::make_shared<ConstantSchedule>(0.1);
  MemorySamples<T> training, validation;
  Metrics<T> metrics;
  std::vector<std::string> metric_names;
  Scaling output_scaling;
  TrainingSettings settings{.seed = 1, .epochs = 2, .batch_size = 4, .diagnostics = {.every = 0}};
  int threads = 1;

  TrainingRun(std::vector<LayerDescription<T>> layers, const std::string& loss_name, bool includes_output,
              MemorySamples<T> samples)
      : model(std::move(layers), samples.x.rows(), includes_output),
        loss(make_loss<T>(loss_name)),
        training(std::move(samples)) {}

  void measure_accuracy() {
    metrics = {std::make_shared<Accuracy<T>>()};
    metric_names = {"accuracy"};
  }
  /// Metrics that keep little, and one that keeps every sample.
  void measure_several() {
    metrics = {std::make_shared<Accuracy<T>>(), std::make_shared<F1ScoreMetric<T>>(ClassAverage::macro),
               std::make_shared<RocAuc<T>>(), std::make_shared<LogLoss<T>>()};
    metric_names = {"accuracy", "f1_score", "roc_auc", "log_loss"};
  }
  /// Metrics of numbers, of targets that were scaled (each by a power of two, which loses nothing).
  void measure_scaled_targets() {
    metrics = {std::make_shared<MeanAbsoluteErrorMetric<T>>(), std::make_shared<R2Score<T>>()};
    metric_names = {"mean_absolute_error", "r2_score"};
    output_scaling.kind = ScalingKind::standardize;
    for (Index k = 0; k < model.outputs(); ++k) {
      output_scaling.shift.push_back(static_cast<double>(8 * k));
      output_scaling.scale.push_back(std::ldexp(1.0, static_cast<int>(k) + 2));
    }
  }
  /// The optimizer of a config with its schedule; and what else it needs: to be called last.
  void take_optimizer(const OptimizerChoice& choice) {
    optimizer = choice.rule.template get<T>();
    schedule = choice.learning_rate.schedule;
    settings.schedule_counts_epochs = choice.learning_rate.counts_epochs;
    settings.reduce_on_plateau = choice.learning_rate.plateau;
    if (choice.full_batch != FullBatch::required) return;
    settings.batch_size = 0;
    settings.epochs = std::max<std::int64_t>(settings.epochs, 5);  // steps
    settings.clip_norm = settings.clip_value = std::nullopt;
  }
  TrainingParts<T> parts() const {
    return {.model = model,
            .loss = {*loss, targets},
            .optimizer = *optimizer,
            .schedule = *schedule,
            .training = training,
            .validation = validation.samples() > 0 ? &validation : nullptr,
            .metrics = metrics,
            .metric_names = metric_names,
            .threads = Threads(threads),
            .output_scaling = output_scaling};
  }
  Trainer<T> trainer() const { return Trainer<T>(settings, parts()); }
};

/// The number in a column of a row.
template <class T>
std::optional<double> cell(const Trainer<T>& trainer, const HistoryRow& row, const std::string& column) {
  const auto& columns = trainer.history_columns();
  return row.at(static_cast<std::size_t>(std::ranges::find(columns, column) - columns.begin()));
}

}  // namespace mlp::test
