// The rows of history.csv: what their numbers mean.

#include <gtest/gtest.h>

#include <numeric>

#include "mlp/math/metrics/mean_error.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

using Columns = std::vector<std::string>;

TrainingRun<double> sized_run(Index samples = 10) {
  return {{dense<double>("a", 3, {.activation = "tanh", .kernel = {0.01, 0.02}, .activity = {0.1, 0}}),
           dense<double>("b", 1, {.activation = "sigmoid"})},
          "binary_crossentropy",
          true,
          random_samples<double>(2, 1, samples)};
}

/// The loss of every sample by itself, with these parameters, in inference mode.
std::vector<double> loss_of_each(const TrainingRun<double>& run, const Buffer<double>& parameters) {
  Objective<double> objective(run.model, *run.loss, 1, WorkspaceUse::inference);
  std::vector<double> losses;
  for (Index j = 0; j < run.training.samples(); ++j) {
    run.training.gather(std::vector<Index>{j}, objective.inputs(), objective.targets());
    Execution<double> at;
    at.samples = 1;
    at.parameters = parameters.data();
    losses.push_back(objective.loss(at));
  }
  return losses;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

TEST(History, HasAColumnForEverythingThatIsMeasured) {
  TrainingRun<double> run = sized_run();
  EXPECT_EQ(run.trainer().history_columns(),
            (Columns{"epoch", "step", "seconds", "learning_rate", "train_loss", "train_penalty"}));
  run.measure_accuracy();
  run.validation = random_samples<double>(2, 1, 5, "validation");
  EXPECT_EQ(run.trainer().history_columns(), (Columns{"epoch", "step", "seconds", "learning_rate", "train_loss",
                                                      "train_penalty", "train_accuracy", "val_loss", "val_accuracy"}));
}

TEST(History, BeginsWithTheInitialParametersInInferenceMode) {
  TrainingRun<double> run({dropout<double>("drop", 0.5),
                           dense<double>("a", 3, {.activation = "tanh", .kernel = {0.01, 0.02}, .activity = {0.1, 0}}),
                           dense<double>("b", 1, {.activation = "sigmoid"})},
                          "binary_crossentropy", true, random_samples<double>(2, 1, 10));
  run.measure_accuracy();
  run.settings.epochs = 0;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  EXPECT_EQ(trainer.run(state, recorder), TrainingStatus::completed);
  ASSERT_EQ(recorder.rows.size(), 1u);
  const HistoryRow& row = recorder.rows[0];
  EXPECT_EQ(cell(trainer, row, "epoch"), 0);
  EXPECT_EQ(cell(trainer, row, "step"), 0);
  EXPECT_EQ(cell(trainer, row, "learning_rate"), 0.1);
  EXPECT_NEAR(*cell(trainer, row, "train_loss"), mean(loss_of_each(run, state.parameters)), 1e-15);
  // The penalty: of the kernel as it is, of the activities the mean over all samples.
  const Eigen::Map<const Eigen::Array<double, 3, 2>> W(state.parameters.data());
  const Eigen::Map<const Eigen::Array<double, 3, 1>> b(state.parameters.data() + 6);
  const double weights = 0.01 * W.abs().sum() + 0.02 * W.square().sum();
  const double activities =
      0.1 * ((W.matrix() * run.training.x).colwise() + b.matrix()).array().tanh().abs().sum() / 10;
  EXPECT_NEAR(*cell(trainer, row, "train_penalty"), weights + activities, 1e-15);
}

TEST(History, TrainLossIsTheMeanOverTheSamplesEachAsItsBatchWasTrainedOn) {
  TrainingRun<double> run = sized_run(10);  // batches of 4, 4, 2
  run.settings.epochs = 1;
  run.settings.shuffle = false;
  run.measure_accuracy();
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  std::vector<Buffer<double>> before{state.parameters};
  Recorder<double> recorder;
  recorder.after_batch = [&](const TrainState<double>& at) { before.push_back(at.parameters); };
  trainer.run(state, recorder);
  ASSERT_EQ(before.size(), 4u);
  double expected = 0;
  for (std::size_t j = 0; j < 10; ++j) expected += loss_of_each(run, before[j / 4])[j] / 10;
  EXPECT_NEAR(*cell(trainer, recorder.rows[1], "train_loss"), expected, 1e-14);
  EXPECT_EQ(cell(trainer, recorder.rows[1], "step"), 3);
  EXPECT_EQ(cell(trainer, recorder.rows[1], "epoch"), 1);
}

TEST(History, ValidationIsMeasuredAfterTheEpoch) {
  TrainingRun<double> run = sized_run();
  run.validation = run.training;
  run.settings.epochs = 3;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  trainer.run(state, recorder);
  EXPECT_EQ(cell(trainer, recorder.rows[0], "val_loss"), cell(trainer, recorder.rows[0], "train_loss"));
  EXPECT_NEAR(*cell(trainer, recorder.rows[3], "val_loss"), mean(loss_of_each(run, state.parameters)), 1e-15);
}

TEST(History, ValidationIsMeasuredEverySoManyEpochsAndAtTheEnd) {
  TrainingRun<double> run = sized_run();
  run.validation = random_samples<double>(2, 1, 5, "validation");
  run.settings.epochs = 7;
  run.settings.validate_every = 3;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  trainer.run(state, recorder);
  std::vector<int> measured;
  for (int epoch = 0; epoch <= 7; ++epoch)
    if (cell(trainer, recorder.rows[static_cast<std::size_t>(epoch)], "val_loss")) measured.push_back(epoch);
  EXPECT_EQ(measured, (std::vector<int>{0, 3, 6, 7}));
  EXPECT_EQ(recorder.rows[1].size(), trainer.history_columns().size());
}

TEST(History, DropLastLeavesOutTheShortBatch) {
  TrainingRun<double> run = sized_run(10);
  run.settings.epochs = 1;
  run.settings.drop_last = true;
  run.settings.shuffle = false;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  std::vector<Buffer<double>> before{state.parameters};
  Recorder<double> recorder;
  recorder.after_batch = [&](const TrainState<double>& at) { before.push_back(at.parameters); };
  trainer.run(state, recorder);
  EXPECT_EQ(state.step, 2);
  double expected = 0;
  for (std::size_t j = 0; j < 8; ++j) expected += loss_of_each(run, before[j / 4])[j] / 8;
  EXPECT_NEAR(*cell(trainer, recorder.rows[1], "train_loss"), expected, 1e-14);
}

TEST(History, ABatchSizeOfZeroIsTheFullSet) {
  TrainingRun<double> run = sized_run(10);
  run.settings.batch_size = 0;
  run.settings.epochs = 3;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  const double before = mean(loss_of_each(run, state.parameters));
  trainer.run(state, recorder);
  EXPECT_EQ(state.step, 3);
  EXPECT_NEAR(*cell(trainer, recorder.rows[1], "train_loss"), before, 1e-14);
  // A batch size beyond the set is the same.
  TrainingRun<double> beyond = sized_run(10);
  beyond.settings.batch_size = 1000;
  beyond.settings.epochs = 3;
  Trainer<double> other = beyond.trainer();
  TrainState<double> other_state = other.initial_state();
  other.run(other_state, recorder);
  EXPECT_EQ(other_state.parameters, state.parameters);
}

TEST(History, LearningRateIsThatOfTheEpochsLastStep) {
  TrainingRun<double> run = sized_run(10);  // three steps an epoch
  run.schedule = std::make_unique<StepSchedule>(1.0, 0.5, 2.0);
  Trainer<double> by_steps = run.trainer();
  TrainState<double> state = by_steps.initial_state();
  Recorder<double> recorder;
  by_steps.run(state, recorder);
  EXPECT_EQ(cell(by_steps, recorder.rows[0], "learning_rate"), 1);
  EXPECT_EQ(cell(by_steps, recorder.rows[1], "learning_rate"), 0.5);   // t = 2
  EXPECT_EQ(cell(by_steps, recorder.rows[2], "learning_rate"), 0.25);  // t = 5
  run.settings.schedule_counts_epochs = true;
  run.settings.epochs = 3;
  Trainer<double> by_epochs = run.trainer();
  state = by_epochs.initial_state();
  Recorder<double> other;
  by_epochs.run(state, other);
  EXPECT_EQ(cell(by_epochs, other.rows[2], "learning_rate"), 1);
  EXPECT_EQ(cell(by_epochs, other.rows[3], "learning_rate"), 0.5);
}

TEST(History, ACosineScheduleEndsWithTheRun) {
  TrainingRun<double> run = sized_run(10);
  run.schedule = std::make_unique<CosineSchedule>(1.0, 0.0, 1.0);
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  trainer.run(state, recorder);  // 6 steps in all; the last has t = 5
  EXPECT_DOUBLE_EQ(*cell(trainer, recorder.rows[2], "learning_rate"), (1 + std::cos(std::numbers::pi * 5 / 6)) / 2);
}

TEST(History, MetricsOfTheEpochAreThoseOfTheBatchesAsTheyWereTrainedOn) {
  TrainingRun<double> run({dense<double>("a", 1)}, "mean_squared_error", false, random_samples<double>(2, 1, 10));
  run.metrics = {std::make_shared<MeanSquaredErrorMetric<double>>()};  // the loss once more
  run.metric_names = {"mean_squared_error"};
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  trainer.run(state, recorder);
  for (const HistoryRow& row : recorder.rows)
    EXPECT_NEAR(*cell(trainer, row, "train_mean_squared_error"), *cell(trainer, row, "train_loss"), 1e-15);
}

TEST(Evaluator, GivesTheSameAsEverySampleByItself) {
  TrainingRun<double> run = sized_run(500);  // more than one of its batches
  run.measure_accuracy();
  run.metrics.push_back(std::make_shared<MeanAbsoluteErrorMetric<double>>());  // of probabilities, not of logits
  run.metric_names.emplace_back("mean_absolute_error");
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Evaluator<double> evaluator(run.model, *run.loss, run.metrics, 0.0);
  Execution<double> at;
  at.parameters = state.parameters.data();
  EXPECT_NEAR(evaluator.evaluate(run.training, at).loss, mean(loss_of_each(run, state.parameters)), 1e-14);
  const Matrix<double> predictions = evaluator.predict(run.training, at);
  ASSERT_EQ(predictions.cols(), 500);
  double correct = 0, error = 0;
  for (Index j = 0; j < 500; ++j) {
    correct += (predictions(0, j) > 0.5) == (run.training.y(0, j) == 1);
    error += std::abs(predictions(0, j) - run.training.y(0, j));
  }
  EXPECT_EQ(evaluator.evaluate(run.training, at).metrics[0], correct / 500);
  EXPECT_NEAR(evaluator.evaluate(run.training, at).metrics[1], error / 500, 1e-15);
  MemorySamples<double> none{Matrix<double>(2, 0), Matrix<double>(1, 0)};
  EXPECT_TRUE(std::isnan(evaluator.evaluate(none, at).loss));
}

}  // namespace
}  // namespace mlp::test
