// A net with running statistics, noise and a constraint as a whole: its steps are PyTorch's, and a run is a function of
// its config.

#include <gtest/gtest.h>

#include "tests/support/catalog_layer.h"
#include "tests/support/golden.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

TEST(NormalizedNet, TrainsAsInPyTorch) {
  const Golden golden("model/layers.csv");
  const auto matrix_of = [&](const std::string& name, Index rows) { return matrix<double>(rows, golden[name]); };
  TrainingRun<double> run(
      {layer<double>("a",
                     R"({"type": "dense", "units": 4, "use_bias": false, "kernel_constraint": {"max_norm": 0.9}})"),
       layer<double>("n", R"("batch_normalization")"),
       layer<double>("g", R"({"type": "activation", "activation": "tanh"})"),
       layer<double>("l", R"("layer_normalization")"),
       layer<double>("m", R"({"type": "maxout", "units": 3, "pieces": 2, "kernel_constraint": {"max_norm": 0.8}})"),
       layer<double>("out", R"({"type": "dense", "units": 1})")},
      "mean_squared_error", false, {matrix_of("net/x", 3), matrix_of("net/t", 1)});
  run.settings.batch_size = 7;
  run.settings.shuffle = false;
  run.schedule = std::make_unique<ConstantSchedule>(0.05);
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  ASSERT_EQ(state.parameters.size(), golden["net/initial"].size());
  std::ranges::copy(golden["net/initial"], state.parameters.begin());
  Recorder<double> recorder;
  trainer.run(state, recorder);
  EXPECT_EQ(state.step, 6);
  const auto expect_near = [&](const auto& found, const std::string& name) {
    ASSERT_EQ(static_cast<std::size_t>(found.size()), golden[name].size());
    for (std::size_t i = 0; i < golden[name].size(); ++i) EXPECT_NEAR(found.data()[i], golden[name][i], 1e-12) << name;
  };
  expect_near(state.parameters, "net/parameters");
  expect_near(state.statistics, "net/statistics");
  Execution<double> inference;
  inference.parameters = state.parameters.data();
  inference.statistics = state.statistics.data();
  Evaluator<double> evaluator(run.model, *run.loss, run.metrics, 0.0);
  expect_near(evaluator.predict(run.training, inference), "net/predictions");
}

template <class T>
TrainingRun<T> noisy_run(int threads) {
  TrainingRun<T> run(
      {layer<T>("noise", R"({"type": "gaussian_noise", "stddev": 0.1})"),
       layer<T>("a", R"({"type": "dense", "units": 331, "kernel_constraint": {"max_norm": 0.8}})"),
       layer<T>("n", R"("batch_normalization")"), activation<T>("g", "selu"),
       layer<T>("drop", R"({"type": "alpha_dropout", "rate": 0.1})"), layer<T>("l", R"("layer_normalization")"),
       layer<T>("m", R"({"type": "maxout", "units": 57, "pieces": 3})"), dropout<T>("half", 0.5),
       dense<T>("out", 5, {.activation = "softmax"})},
      "categorical_crossentropy", true, random_samples<T>(63, 5, 300));
  run.validation = random_samples<T>(63, 5, 101, "validation");
  run.settings.batch_size = 133;  // and the last of 34
  run.settings.diagnostics = {.every = 1};
  run.threads = threads;
  return run;
}

/// All that a run leaves behind; interrupted after so many batches where that is not −1.
template <class T>
std::pair<TrainState<T>, std::vector<HistoryRow>> outcome_of(int threads, std::int64_t interruption = -1) {
  TrainingRun<T> run = noisy_run<T>(threads);
  TrainState<T> state = run.trainer().initial_state();
  Recorder<T> recorder;
  if (interruption >= 0) {
    recorder.stop_after = interruption;
    run.trainer().run(state, recorder);
    recorder.stop_after = -1;
  }
  TrainingRun<T> rest = noisy_run<T>(threads);
  rest.trainer().run(state, recorder);
  for (HistoryRow& row : recorder.rows) row[2] = 0;  // seconds
  return {std::move(state), std::move(recorder.rows)};
}

template <class T>
void expect_same_bits() {
  const std::pair<TrainState<T>, std::vector<HistoryRow>> expected = outcome_of<T>(1);
  EXPECT_EQ(expected.first.step, 6);
  const auto expect_same = [&](const std::pair<TrainState<T>, std::vector<HistoryRow>>& other,
                               const std::string& what) {
    EXPECT_EQ(other.first.parameters, expected.first.parameters) << what;
    EXPECT_EQ(other.first.statistics, expected.first.statistics) << what;
    EXPECT_EQ(other.second, expected.second) << what;
  };
  for (const int threads : {2, 3, 4}) expect_same(outcome_of<T>(threads), std::to_string(threads) + " threads");
  for (const int batches : {0, 1, 4}) expect_same(outcome_of<T>(2, batches), "after " + std::to_string(batches));
}

TEST(NormalizedNet, GivesTheSameBitsForAnyThreadsAndInterruptionsInFloat) { expect_same_bits<float>(); }

TEST(NormalizedNet, GivesTheSameBitsForAnyThreadsAndInterruptionsInDouble) { expect_same_bits<double>(); }

// Measuring goes by the running statistics and must not move them.
TEST(NormalizedNet, IsNotChangedByWhoLooksOn) {
  TrainingRun<float> watched = noisy_run<float>(1), alone = noisy_run<float>(1);
  alone.validation = {};
  alone.settings.diagnostics = {.every = 0};
  TrainState<float> a = watched.trainer().initial_state(), b = alone.trainer().initial_state();
  Recorder<float> recorder;
  watched.trainer().run(a, recorder);
  alone.trainer().run(b, recorder);
  EXPECT_EQ(a.parameters, b.parameters);
  EXPECT_EQ(a.statistics, b.statistics);
}

// layers.csv: a dense layer's row is that of its own output, whatever normalizes it; normalizations have none.
TEST(NormalizedNet, HasRowsOfItsDenseMaxoutAndActivationLayers) {
  TrainingRun<float> run = noisy_run<float>(1);
  Trainer<float> trainer = run.trainer();
  TrainState<float> state = trainer.initial_state();
  Recorder<float> recorder;
  trainer.run(state, recorder);
  std::vector<std::string> names;
  for (const LayerRow& row : recorder.layers.back()) names.push_back(row.name);
  EXPECT_EQ(names, (std::vector<std::string>{"a", "g", "m", "out"}));
  const LayerRow& maxout = recorder.layers.back()[2];
  EXPECT_EQ(maxout.value("saturated"), 0.0);
  EXPECT_GT(maxout.value("kernel_grad_norm").value(), 0);
  EXPECT_GT(maxout.value("delta_std").value(), 0);
  EXPECT_FALSE(recorder.layers.back()[1].value("kernel_grad_norm"));
}

}  // namespace
}  // namespace mlp::test
