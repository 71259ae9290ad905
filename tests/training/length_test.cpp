// How long a run is: epochs, steps, a limit of time; and which of its nets it ends with.

#include <gtest/gtest.h>

#include <numbers>

#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

/// 10 samples in batches of 4, 4 and 2.
TrainingRun<double> short_run() {
  TrainingRun<double> run({dense<double>("a", 3, {.activation = "tanh"}), dense<double>("b", 1)}, "mean_squared_error",
                          false, random_samples<double>(2, 1, 10));
  run.validation = random_samples<double>(2, 1, 5, "validation");
  return run;
}

TEST(BatchPlan, CountsBatchesStepsAndSamples) {
  const auto plan = [](TrainingSettings settings) { return BatchPlan(settings, 10); };
  const BatchPlan by_epochs = plan({.epochs = 5, .batch_size = 4});
  EXPECT_EQ(by_epochs.per_epoch(), 3);
  EXPECT_EQ(by_epochs.steps(), 15);
  EXPECT_EQ(by_epochs.epochs(), 5);
  EXPECT_EQ(by_epochs.size_of(1), 4);
  EXPECT_EQ(by_epochs.size_of(2), 2);
  EXPECT_EQ(by_epochs.in_epoch_after(4), 3);
  EXPECT_EQ(by_epochs.samples_after(7), 24);  // two epochs, and one batch
  const BatchPlan dropping = plan({.epochs = 5, .batch_size = 4, .drop_last = true});
  EXPECT_EQ(dropping.per_epoch(), 2);
  EXPECT_EQ(dropping.samples_after(5), 20);
  const BatchPlan full = plan({.epochs = 5, .batch_size = 0});
  EXPECT_EQ(full.batch_size(), 10);
  EXPECT_EQ(full.steps(), 5);
  const BatchPlan by_steps = plan({.epochs = 5, .steps = 7, .batch_size = 4});
  EXPECT_EQ(by_steps.steps(), 7);
  EXPECT_EQ(by_steps.epochs(), 3);
  EXPECT_EQ(by_steps.in_epoch_after(1), 3);
  EXPECT_EQ(by_steps.in_epoch_after(2), 1);
  EXPECT_EQ(plan({.steps = 0, .batch_size = 4}).epochs(), 0);
}

TEST(Steps, EndARunWithinAnEpochThatHasItsRow) {
  TrainingRun<double> run = short_run();
  run.settings.steps = 7;
  run.settings.validate_every = 5;
  run.settings.diagnostics = {.every = 5};
  run.schedule = std::make_unique<CosineSchedule>(1.0, 0.0, 1.0);
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  EXPECT_EQ(trainer.run(state, recorder), TrainingStatus::completed);
  EXPECT_EQ(state.step, 7);
  EXPECT_EQ(state.epoch, 3);
  ASSERT_EQ(recorder.rows.size(), 4u);
  const HistoryRow& last = recorder.rows[3];
  EXPECT_EQ(cell(trainer, last, "step"), 7);
  EXPECT_DOUBLE_EQ(*cell(trainer, last, "learning_rate"), (1 + std::cos(std::numbers::pi * 6 / 7)) / 2);  // t = 6
  EXPECT_FALSE(cell(trainer, recorder.rows[2], "val_loss"));
  EXPECT_TRUE(cell(trainer, last, "val_loss"));
  EXPECT_TRUE(recorder.layers[2].empty());
  ASSERT_FALSE(recorder.layers[3].empty());
  EXPECT_GT(recorder.layers[3][0].values.back().value_or(0), 0);  // update_ratio
}

// A run of epochs and one of as many steps are one run.
TEST(Steps, OfWholeEpochsAreTheseEpochs) {
  TrainingRun<double> by_epochs = short_run(), by_steps = short_run();
  by_epochs.settings.epochs = 3;
  by_steps.settings.steps = 9;
  TrainState<double> states[2];
  for (int i = 0; i < 2; ++i) {
    TrainingRun<double>& run = i == 0 ? by_epochs : by_steps;
    run.schedule = make_schedule(R"({"type": "polynomial", "initial": 0.1, "unit": "epoch"})").schedule;
    run.settings.schedule_counts_epochs = true;
    Trainer<double> trainer = run.trainer();
    states[i] = trainer.initial_state();
    Recorder<double> recorder;
    trainer.run(states[i], recorder);
  }
  EXPECT_EQ(states[0].parameters, states[1].parameters);
  EXPECT_EQ(states[0].epoch, states[1].epoch);
}

TEST(TimeLimit, EndsAfterTheBatchAtHandWithACompleteRow) {
  TrainingRun<double> run = short_run();
  run.settings.epochs = 1000;
  run.settings.time_limit = 1e-9;
  run.settings.diagnostics = {.every = 5};
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  EXPECT_EQ(trainer.run(state, recorder), TrainingStatus::stopped_early);
  EXPECT_EQ(trainer.stop_cause(), StopCause::time_limit);
  EXPECT_EQ(state.step, 1);
  EXPECT_EQ(state.epoch, 1);
  ASSERT_EQ(recorder.rows.size(), 2u);
  for (const std::optional<double>& number : recorder.rows[1]) EXPECT_TRUE(number.has_value());
  EXPECT_GT(recorder.layers[1].at(0).values.back().value_or(0), 0);
}

TEST(TimeLimit, CountsTheSecondsBeforeAnInterruption) {
  TrainingRun<double> run = short_run();
  run.settings.epochs = 1000;
  run.settings.time_limit = 3600;
  Trainer<double> first = run.trainer();
  TrainState<double> state = first.initial_state();
  Recorder<double> recorder;
  recorder.stop_after = 4;
  EXPECT_EQ(first.run(state, recorder), TrainingStatus::interrupted);
  EXPECT_EQ(first.stop_cause(), StopCause::none);
  state.seconds = 3600;  // as if the four steps had taken an hour
  Recorder<double> second;
  EXPECT_EQ(run.trainer().run(state, second), TrainingStatus::stopped_early);
  EXPECT_EQ(state.step, 5);
}

// What `mlp verify` does: the same steps, and so the same bits, without a look at the clock.
TEST(TimeLimit, IsRepeatedByANumberOfSteps) {
  for (const std::int64_t steps : {1, 3, 5, 6}) {
    const auto bits = [&](bool by_clock) {
      TrainingRun<double> run = short_run();
      run.settings.epochs = 100;
      run.settings.validate_every = 2;
      run.settings.diagnostics = {.every = 3};
      if (by_clock)
        run.settings.time_limit = 1000;
      else
        run.settings.stop_after = steps;
      Trainer<double> trainer = run.trainer();
      TrainState<double> state = trainer.initial_state();
      Recorder<double> recorder;
      if (by_clock) {  // interrupted before its last step, it goes on when its time is up
        recorder.stop_after = steps - 1;
        trainer.run(state, recorder);
        recorder.stop_after = -1;
        state.seconds = 1000;
        run.trainer().run(state, recorder);
      } else {
        trainer.run(state, recorder);
      }
      EXPECT_EQ(state.step, steps);
      for (HistoryRow& row : recorder.rows) row[2] = 0;  // seconds
      std::vector<std::vector<std::optional<double>>> all = recorder.rows;
      for (const auto& layers : recorder.layers)
        for (const LayerRow& row : layers) all.push_back(row.values);
      all.emplace_back(state.parameters.begin(), state.parameters.end());
      return all;
    };
    EXPECT_EQ(bits(true), bits(false)) << steps;
  }
}

TEST(Checkpoints, AreMadeEverySoManySeconds) {
  TrainingRun<double> run = short_run();
  run.settings.epochs = 2;
  run.settings.checkpoint.every_seconds = 1e-9;
  Recorder<double> recorder;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  trainer.run(state, recorder);
  EXPECT_EQ(recorder.saved_epochs, (std::vector<std::int64_t>{0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(recorder.saved_batches, (std::vector<std::int64_t>{0, 1, 2, 0, 1, 2}));
  run.settings.checkpoint.every_seconds = 3600;
  Recorder<double> patient;
  Trainer<double> other = run.trainer();
  state = other.initial_state();
  other.run(state, patient);
  EXPECT_TRUE(patient.saved_epochs.empty());
}

/// Trains at a rate at which the loss soon gets worse again; the parameters after each epoch.
std::vector<Buffer<double>> trained_too_far(TrainState<double>& state, Trainer<double>& trainer,
                                            Recorder<double>& recorder) {
  std::vector<Buffer<double>> after_epoch{state.parameters};
  recorder.after_batch = [&](const TrainState<double>& at) {
    if (at.batch == trainer.plan().per_epoch()) after_epoch.push_back(at.parameters);
  };
  trainer.run(state, recorder);
  return after_epoch;
}

std::size_t epoch_of_least(const Trainer<double>& trainer, const std::vector<HistoryRow>& rows,
                           const std::string& column) {
  std::size_t best = 1;
  for (std::size_t i = 2; i < rows.size(); ++i)
    if (*cell(trainer, rows[i], column) < *cell(trainer, rows[best], column)) best = i;
  return best;
}

TEST(RestoreBest, LeavesTheParametersOfTheBestEpochHoweverTrainingEnds) {
  for (const std::int64_t patience : {3, 1000}) {  // stopped early, and not
    TrainingRun<double> run = short_run();
    run.schedule = std::make_unique<ConstantSchedule>(0.4);
    run.settings.epochs = 40;
    run.settings.early_stopping = EarlyStopping{.watch = {.patience = patience}, .restore_best = true};
    Trainer<double> trainer = run.trainer();
    TrainState<double> state = trainer.initial_state();
    Recorder<double> recorder;
    const auto after_epoch = trained_too_far(state, trainer, recorder);
    const std::size_t best = epoch_of_least(trainer, recorder.rows, "val_loss");
    ASSERT_LT(best + 1, recorder.rows.size());  // else nothing is shown
    EXPECT_EQ(trainer.restored_epoch(), static_cast<std::int64_t>(best));
    EXPECT_EQ(state.parameters, after_epoch[best]);
    EXPECT_EQ(trainer.stop_cause() == StopCause::early_stopping, patience == 3);
    EXPECT_EQ(state.epoch, static_cast<std::int64_t>(recorder.rows.size()) - 1);
  }
}

TEST(RestoreBest, IsOffByDefault) {
  TrainingRun<double> run = short_run();
  run.schedule = std::make_unique<ConstantSchedule>(0.4);
  run.settings.epochs = 40;
  run.settings.early_stopping = EarlyStopping{.watch = {.patience = 3}};
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  const auto after_epoch = trained_too_far(state, trainer, recorder);
  EXPECT_EQ(trainer.restored_epoch(), std::nullopt);
  EXPECT_EQ(state.parameters, after_epoch.back());
}

TEST(KeepBest, TellsOfEveryEpochThatIsBetterThanAllBefore) {
  TrainingRun<double> run = short_run();
  run.schedule = std::make_unique<ConstantSchedule>(0.4);
  run.settings.epochs = 20;
  run.settings.checkpoint.keep_best = Monitor{"train_loss", false};
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  const auto after_epoch = trained_too_far(state, trainer, recorder);
  std::vector<std::int64_t> expected;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i < recorder.rows.size(); ++i) {
    const double loss = *cell(trainer, recorder.rows[i], "train_loss");
    if (loss < least) expected.push_back(static_cast<std::int64_t>(i));
    least = std::min(least, loss);
  }
  EXPECT_GE(expected.size(), 2u);
  EXPECT_EQ(recorder.best_epochs, expected);
  EXPECT_EQ(state.kept.watch.best, least);
  EXPECT_EQ(state.kept.net.parameters, after_epoch[static_cast<std::size_t>(expected.back())]);
  EXPECT_EQ(state.parameters, after_epoch.back());  // training goes on where it is
}

}  // namespace
}  // namespace mlp::test
