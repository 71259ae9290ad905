// The columns of layers.csv against PyTorch and NumPy, and by hand where a cell has no meaning.

#include "mlp/training/diagnostics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/support/golden.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

/// The rows of a net at given parameters, on all samples.
template <class T>
std::vector<LayerRow> rows_of(TrainingRun<T>& run, const std::vector<double>& parameters,
                              const std::vector<double>& last_step, std::int64_t epoch = 1) {
  Diagnostics<T> diagnostics(run.model, *run.loss, run.training, 1000);
  const Matrix<T> w = matrix<T>(1, parameters), step = matrix<T>(1, last_step);
  EXPECT_EQ(w.size(), run.model.parameters().size());
  Execution<T> at;
  at.parameters = w.data();
  return diagnostics.measure(epoch, at, std::span<const T>(step.data(), static_cast<std::size_t>(step.size())));
}

template <class T>
void expect_golden_rows(const std::string& name, TrainingRun<T> run, double tolerance) {
  const Golden golden("training/training.csv");
  const auto rows = rows_of(run, golden[name + "/initial"], golden[name + "/last_step"]);
  ASSERT_EQ(rows.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    const std::vector<double>& expected = golden[name + "/layer_" + std::to_string(i + 1)];
    ASSERT_EQ(expected.size(), layer_columns().size());
    EXPECT_EQ(rows[i].layer, static_cast<std::int64_t>(i + 1));
    for (std::size_t c = 0; c < expected.size(); ++c) {
      const std::string what = name + ", layer " + std::to_string(i + 1) + ", " + layer_columns()[c];
      ASSERT_EQ(rows[i].values[c].has_value(), !std::isnan(expected[c])) << what;
      if (!rows[i].values[c]) continue;
      EXPECT_NEAR(*rows[i].values[c], expected[c], tolerance * std::max(1.0, std::abs(expected[c]))) << what;
    }
  }
}

template <class T>
void expect_all_golden_rows(double tolerance) {
  const Golden golden("training/training.csv");
  const Penalty unseen{0.1, 0.1};  // penalties must not enter
  expect_golden_rows<T>("classes",
                        {{dense<T>("a", 6, {.activation = "relu", .kernel = unseen, .activity = unseen}),
                          dense<T>("b", 4, {.activation = "tanh", .bias = unseen}),
                          dense<T>("c", 3, {.activation = "softmax", .activity = unseen})},
                         "categorical_crossentropy",
                         true,
                         {matrix<T>(3, golden["x3"]), matrix<T>(3, golden["one_hot"])}},
                        tolerance);
  Matrix<T> two_classes = matrix<T>(3, golden["one_hot"]).topRows(2);
  expect_golden_rows<T>("binary",
                        {{dense<T>("a", 4, {.activation = "softplus"}), dropout<T>("no_row", 0.5),
                          dense<T>("b", 4, {.activation = "softsign"}), dense<T>("c", 2, {.activation = "sigmoid"})},
                         "binary_crossentropy",
                         true,
                         {matrix<T>(3, golden["x3"]), two_classes}},
                        tolerance);
}

TEST(Diagnostics, AreThoseOfPyTorchAndNumPy) { expect_all_golden_rows<double>(1e-12); }

TEST(Diagnostics, AreThoseOfPyTorchAndNumPyInFloat) { expect_all_golden_rows<float>(2e-5); }

// One unit of weight 1 and bias 0 in each of three layers: dense, an activation of its own, dense. Squared error of the
// samples −1, 2 with targets 0, 0: s = x, a = relu(x) = 0, 2, y = a, δ = 2y = 0, 4.
TEST(Diagnostics, OfAHandWorkedNet) {
  TrainingRun<double> run({dense<double>("a", 1), activation<double>("b", "relu"), dense<double>("c", 1)},
                          "mean_squared_error", false, {matrix<double>(1, {-1, 2}), matrix<double>(1, {0, 0})});
  const auto rows = rows_of(run, {1, 0, 1, 0}, {0.5, 0, 0, 0});
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].name, "a");
  EXPECT_EQ(rows[1].name, "b");
  EXPECT_EQ(rows[0].value("activation_mean"), 0.5);
  EXPECT_EQ(rows[1].value("activation_mean"), 1.0);
  EXPECT_EQ(rows[1].value("activation_std"), 1.0);
  EXPECT_DOUBLE_EQ(*rows[1].value("activation_p02"), 0.04);
  EXPECT_EQ(rows[1].value("activation_p50"), 1.0);
  EXPECT_DOUBLE_EQ(*rows[1].value("activation_p98"), 1.96);
  EXPECT_EQ(rows[1].value("zeros"), 0.5);
  EXPECT_EQ(rows[1].value("saturated"), 0.5);
  EXPECT_EQ(rows[1].value("dead"), 0.0);
  EXPECT_EQ(rows[2].value("delta_mean_abs"), 2.0);
  EXPECT_EQ(rows[2].value("delta_std"), 2.0);
  EXPECT_EQ(rows[2].value("kernel_grad_norm"), 4.0);  // (0·0 + 4·2)/2
  EXPECT_EQ(rows[2].value("bias_grad_norm"), 2.0);    // (0 + 4)/2
  EXPECT_EQ(rows[0].value("update_ratio"), 0.5);
  EXPECT_EQ(rows[2].value("update_ratio"), 0.0);
  // A layer without a kernel has none of its numbers.
  for (const char* column : {"kernel_grad_norm", "bias_grad_norm", "weight_norm", "update_ratio"})
    EXPECT_FALSE(rows[1].value(column)) << column;
}

TEST(Diagnostics, HaveNoUpdateRatioBeforeTheFirstStepOrOfAKernelOfZeros) {
  TrainingRun<double> run({dense<double>("a", 1)}, "mean_squared_error", false,
                          {matrix<double>(1, {-1, 2}), matrix<double>(1, {0, 0})});
  EXPECT_FALSE(rows_of(run, {1, 0}, {}, 0)[0].value("update_ratio"));
  EXPECT_FALSE(rows_of(run, {0, 0}, {1, 0})[0].value("update_ratio"));
}

TEST(Diagnostics, CountDeadUnitsAndSaturation) {
  // Units with bias −10 never fire, those with bias 10 always do.
  TrainingRun<double> run(
      {dense<double>("a", 4, {.activation = "relu"}), dense<double>("b", 2, {.activation = "sigmoid"})},
      "mean_squared_error", false, {matrix<double>(1, {-1, 0, 1}), matrix<double>(2, {0, 0, 0, 0, 0, 0})});
  const auto rows = rows_of(run, {1, 1, 1, 1, -10, -10, -10, 10, 0, 0, 0, 0, 0, 0, 9, -9, 0, 1}, {});
  EXPECT_EQ(rows[0].value("dead"), 0.75);
  EXPECT_EQ(rows[0].value("zeros"), 0.75);
  EXPECT_EQ(rows[0].value("saturated"), 0.75);
  EXPECT_EQ(rows[1].value("saturated"), 1.0);  // |s| ≥ 80
  EXPECT_EQ(rows[1].value("dead"), 0.0);       // σ(−80) is small, but no zero
  EXPECT_FALSE(rows[0].saturating);
  EXPECT_TRUE(rows[1].saturating);
}

TEST(Diagnostics, OfPreluAreThoseOfOneLayer) {
  TrainingRun<double> run({dense<double>("a", 2, {.activation = "prelu"}), dense<double>("b", 1)}, "mean_squared_error",
                          false, {matrix<double>(1, {-1, 3}), matrix<double>(1, {0, 0})});
  // kernel 1, 1; bias 0, 0; alpha 0.25, 0.01 (under 5 % of 1: saturated where negative); then 1, 1, 0.
  const auto rows = rows_of(run, {1, 1, 0, 0, 0.25, 0.01, 1, 1, 0}, {});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_DOUBLE_EQ(*rows[0].value("activation_mean"), (-0.25 - 0.01 + 3 + 3) / 4);
  EXPECT_EQ(rows[0].value("saturated"), 0.25);
  // y = −0.26 and 6, ∂C/∂a = 2y; δ = 2y·slope, before the activation.
  EXPECT_DOUBLE_EQ(*rows[0].value("delta_mean_abs"), (0.52 * 0.25 + 0.52 * 0.01 + 12 + 12) / 4);
}

TEST(Diagnostics, SeeAnOutputActivationThatIsALayerOfItsOwn) {
  TrainingRun<double> run({dense<double>("a", 1), activation<double>("b", "sigmoid")}, "binary_crossentropy", true,
                          {matrix<double>(1, {0, 1}), matrix<double>(1, {1, 1})});
  const auto rows = rows_of(run, {2, 0}, {});
  ASSERT_EQ(rows.size(), 2u);
  const double p = 1 / (1 + std::exp(-2));
  EXPECT_EQ(rows[0].value("activation_mean"), 1.0);
  EXPECT_DOUBLE_EQ(*rows[1].value("activation_mean"), (0.5 + p) / 2);
  EXPECT_DOUBLE_EQ(*rows[1].value("delta_mean_abs"), (0.5 + (1 - p)) / 2);  // |p − 1|
  EXPECT_DOUBLE_EQ(*rows[0].value("delta_mean_abs"), (0.5 + (1 - p)) / 2);
}

TEST(Diagnostics, EffectiveRankCountsDirections) {
  const auto rank_of = [](const std::vector<double>& features, Index rows) {
    TrainingRun<double> run(
        {activation<double>("a", "linear"), dense<double>("b", 1)}, "mean_squared_error", false,
        {matrix<double>(rows, features), Matrix<double>::Zero(1, static_cast<Index>(features.size()) / rows)});
    std::vector<double> parameters(static_cast<std::size_t>(rows) + 1, 1);
    return *rows_of(run, parameters, {})[0].value("effective_rank");
  };
  EXPECT_DOUBLE_EQ(rank_of({1, 1, -1, -1, 2, 2}, 2), 1);                     // two units that do the same
  EXPECT_DOUBLE_EQ(rank_of({1, 1, 1, -1, -1, 1, -1, -1}, 2), 2);             // a square
  EXPECT_NEAR(rank_of({3, 1, 3, -1, -3, 1, -3, -1}, 2), 100.0 / 82, 1e-14);  // variances 9 and 1: (9+1)²/(81+1)
  EXPECT_EQ(rank_of({5, 7, 5, 7, 5, 7}, 2), 0);                              // constant
  EXPECT_EQ(rank_of({0.1, 0.7, 0.1, 0.7, 0.1, 0.7}, 2), 0);                  // constant, but no exact means
  EXPECT_NEAR(rank_of({1e-120, 1e-120, 1e-120, -1e-120, -1e-120, 1e-120, -1e-120, -1e-120}, 2), 2, 1e-14);  // tiny
}

TEST(Diagnostics, TakeTheFirstSamplesAsTheProbeSet) {
  TrainingRun<double> run({dense<double>("a", 1)}, "mean_squared_error", false,
                          {matrix<double>(1, {1, 2, 100}), matrix<double>(1, {0, 0, 0})});
  Diagnostics<double> diagnostics(run.model, *run.loss, run.training, 2);
  EXPECT_EQ(diagnostics.samples(), 2);
  const double w[] = {1, 0};
  Execution<double> at;
  at.parameters = w;
  EXPECT_EQ(diagnostics.measure(0, at, {})[0].value("activation_mean"), 1.5);
}

TEST(Diagnostics, HistogramsCountEveryValueOnce) {
  TrainingRun<double> run({dense<double>("a", 1, {.activation = "relu"}), dense<double>("b", 1)}, "mean_squared_error",
                          false, {matrix<double>(1, {-1, 0, 1, 2, 5}), matrix<double>(1, {0, 0, 0, 0, 0})});
  Diagnostics<double> diagnostics(run.model, *run.loss, run.training, 100);
  const double w[] = {1, 0, 2, 0};
  Execution<double> at;
  at.parameters = w;
  diagnostics.measure(3, at, {});
  const auto all = diagnostics.histograms(3, w);
  ASSERT_EQ(all.size(), 2u);
  const Histogram& h = all[0].activations;
  EXPECT_EQ(all[0].epoch, 3);
  EXPECT_EQ(h.low, 0);
  EXPECT_EQ(h.high, 5);
  std::vector<std::int64_t> expected(50, 0);
  expected[0] = 2;   // 0 and 0
  expected[10] = 1;  // 1: bins are 0.1 wide
  expected[20] = 1;
  expected[49] = 1;  // 5, the upper end
  EXPECT_EQ(h.counts, expected);
  EXPECT_EQ(all[1].activations.high, 10);
  EXPECT_EQ(all[0].weights->low, 1);  // a single weight: one bin has it
  EXPECT_EQ(std::accumulate(all[0].weights->counts.begin(), all[0].weights->counts.end(), std::int64_t{0}), 1);
  EXPECT_TRUE(all[0].gradients);
}

TEST(Diagnostics, AreDueAtTheEpochsAskedForAndTheLast) {
  const auto due_epochs = [](DiagnosticsSettings settings, std::int64_t epochs) {
    TrainingRun<double> run({dense<double>("a", 1)}, "mean_squared_error", false,
                            {matrix<double>(1, {1, 2}), matrix<double>(1, {0, 0})});
    run.settings.epochs = epochs;
    run.settings.diagnostics = settings;
    Trainer<double> trainer = run.trainer();
    TrainState<double> state = trainer.initial_state();
    Recorder<double> recorder;
    trainer.run(state, recorder);
    std::vector<std::int64_t> layers, histograms;
    for (std::size_t i = 0; i < recorder.rows.size(); ++i) {
      if (!recorder.layers[i].empty()) layers.push_back(static_cast<std::int64_t>(i));
      if (!recorder.histograms[i].empty()) histograms.push_back(static_cast<std::int64_t>(i));
    }
    return std::pair(layers, histograms);
  };
  using Epochs = std::vector<std::int64_t>;
  EXPECT_EQ(due_epochs({}, 120).first, (Epochs{0, 1, 2, 5, 10, 20, 50, 100, 120}));
  EXPECT_EQ(due_epochs({.every = 4}, 10).first, (Epochs{0, 4, 8, 10}));
  EXPECT_EQ(due_epochs({.every = 0}, 10).first, Epochs{});
  EXPECT_EQ(due_epochs({.every = 4, .histograms = {0, 3, 10}}, 10),
            (std::pair<Epochs, Epochs>({0, 4, 8, 10}, {0, 3, 10})));
  EXPECT_EQ(due_epochs({.every = 0, .histograms = {0, 3}}, 10), (std::pair<Epochs, Epochs>({}, {0, 3})));
}

TEST(Diagnostics, UpdateRatioIsThatOfTheEpochsLastStep) {
  TrainingRun<double> run({dense<double>("a", 1)}, "mean_squared_error", false, random_samples<double>(2, 1, 10));
  run.settings.epochs = 1;
  run.settings.diagnostics = {.every = 1};
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  std::vector<Buffer<double>> after;
  Recorder<double> recorder;
  recorder.after_batch = [&](const TrainState<double>& at) { after.push_back(at.parameters); };
  trainer.run(state, recorder);
  ASSERT_EQ(after.size(), 3u);
  const double step = std::hypot(after[2][0] - after[1][0], after[2][1] - after[1][1]);
  EXPECT_DOUBLE_EQ(*recorder.layers[1][0].value("update_ratio"), step / std::hypot(after[2][0], after[2][1]));
  EXPECT_FALSE(recorder.layers[0][0].value("update_ratio"));
}

}  // namespace
}  // namespace mlp::test
