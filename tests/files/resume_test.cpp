// A checkpoint is the whole training state: a run that goes on from the file alone ends as one that never stopped.

#include "mlp/files/checkpoint.h"

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "mlp/training/pretraining.h"
#include "tests/support/catalog_layer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

std::vector<LayerDescription<float>> layers_of_run() {
  return {dense<float>("a", 6, {.activation = "tanh"}), dense<float>("b", 1, {.activation = "sigmoid"})};
}

TrainingRun<float> run_with(const std::string& optimizer) {
  TrainingRun<float> run(layers_of_run(), "binary_crossentropy", true, random_samples<float>(2, 1, 22));
  run.validation = random_samples<float>(2, 1, 9, "validation");
  run.measure_accuracy();
  run.settings.epochs = 6;
  run.settings.batch_size = 11;
  run.settings.early_stopping = EarlyStopping{.watch = {.patience = 5}, .restore_best = true};
  run.settings.checkpoint.keep_best = Monitor{"val_accuracy", true};
  run.take_optimizer(make_optimizer(optimizer));
  run.settings.reduce_on_plateau = ReduceOnPlateau{.watch = {.patience = 2, .min_delta = 10}, .factor = 0.5};
  return run;
}

/// Trains on from the state, until the end or for so many batches.
TrainState<float> train(TrainingRun<float> run, TrainState<float> state, std::int64_t batches = -1) {
  Recorder<float> recorder;
  recorder.stop_after = batches;
  run.trainer().run(state, recorder);
  return state;
}

TEST(Resume, IsAllThatAResumedRunNeedsWithAnyOptimizer) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "checkpoint.safetensors";
  for (const std::string& name : optimizer_cases()) {
    const TrainState<float> fresh = run_with(name).trainer().initial_state();
    const TrainState<float> whole = train(run_with(name), fresh);
    ASSERT_LT(whole.plateau.factor, 1) << name;
    TrainState<float> state = fresh;
    for (const std::int64_t batches : {1, 2, 1}) {
      write_checkpoint(path, train(run_with(name), state, batches), {"config", 17, 4});
      state = fresh;
      const CheckpointFacts facts = read_checkpoint(path, "config", "", state);
      EXPECT_EQ(facts.history_bytes, 17u);
      EXPECT_EQ(facts.layers_bytes, 4u);
    }
    state = train(run_with(name), state);
    EXPECT_EQ(state.parameters, whole.parameters) << name;
    EXPECT_EQ(state.moments, whole.moments) << name;
    EXPECT_EQ(state.common, whole.common) << name;
    EXPECT_EQ(state.step, whole.step) << name;
    EXPECT_EQ(state.plateau.factor, whole.plateau.factor) << name;
    EXPECT_EQ(state.plateau.watch.best, whole.plateau.watch.best) << name;
    EXPECT_EQ(state.plateau.watch.best_epoch, whole.plateau.watch.best_epoch) << name;
    EXPECT_EQ(state.stopping.best, whole.stopping.best) << name;
    EXPECT_EQ(state.stopping.best_epoch, whole.stopping.best_epoch) << name;
    EXPECT_EQ(state.restorable.parameters, whole.restorable.parameters) << name;
    EXPECT_EQ(state.kept.watch.best_epoch, whole.kept.watch.best_epoch) << name;
    EXPECT_EQ(state.kept.net.parameters, whole.kept.net.parameters) << name;
  }
}

/// A net with a layer of that type.
TrainingRun<float> run_with_layer(const std::string& type) {
  TrainingRun<float> run({dense<float>("a", 6, {.activation = "tanh"}), layer_of_type<float>("tested", type, "a"),
                          dense<float>("b", 1, {.activation = "sigmoid"})},
                         "binary_crossentropy", true, random_samples<float>(2, 1, 22));
  run.settings.epochs = 3;
  run.settings.batch_size = 8;
  run.take_optimizer(make_optimizer("adam"));
  return run;
}

TEST(Resume, IsAllThatAResumedRunNeedsWithAnyLayer) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "checkpoint.safetensors";
  for (const std::string& type : layer_names()) {
    const TrainState<float> fresh = run_with_layer(type).trainer().initial_state();
    const TrainState<float> whole = train(run_with_layer(type), fresh);
    ASSERT_EQ(whole.step, 9) << type;
    for (std::int64_t batches = 0; batches < 9; ++batches) {
      write_checkpoint(path, train(run_with_layer(type), fresh, batches), {"config", 17, 4});
      TrainState<float> state = fresh;
      read_checkpoint(path, "config", "", state);
      state = train(run_with_layer(type), state);
      EXPECT_EQ(state.parameters, whole.parameters) << type << " after " << batches;
      EXPECT_EQ(state.statistics, whole.statistics) << type << " after " << batches;
      EXPECT_EQ(state.moments, whole.moments) << type << " after " << batches;
    }
  }
}

/// New ones each time: a layer belongs to one model.
std::vector<LayerDescription<float>> three_layers() {
  return {dense<float>("a", 6, {.activation = "tanh"}), dense<float>("n", 5, {.activation = "prelu"}),
          dense<float>("b", 1, {.activation = "sigmoid"})};
}

/// Pretrains two layers and trains on, from the state (an empty one: from the start), until the end or for so many
/// batches; −1: all, −2: none, not even the first look.
TrainState<float> pretrained(const std::string& optimizer, TrainState<float> state, std::int64_t batches) {
  TrainingRun<float> run(three_layers(), "binary_crossentropy", true, random_samples<float>(2, 1, 22));
  run.settings.epochs = 2;
  run.settings.batch_size = 11;
  const OptimizerChoice choice = make_optimizer(optimizer);
  run.settings.pretraining = {.kind = choice.full_batch == FullBatch::required ? PretrainingKind::autoencoder
                                                                               : PretrainingKind::denoising_autoencoder,
                              .epochs = 3,
                              .corruption = 0.5};
  run.take_optimizer(choice);
  if (state.parameters.empty()) state = run.trainer().initial_state();
  if (batches == -2) return state;
  Recorder<float> recorder;
  recorder.stop_after = batches;
  const TrainingStatus status = pretrain<float>(run.settings, run.parts(), three_layers(), state, recorder).status;
  if (status == TrainingStatus::completed) run.trainer().run(state, recorder);
  return state;
}

TEST(Resume, IsAllThatPretrainingNeedsWithAnyOptimizer) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "checkpoint.safetensors";
  for (const std::string& name : optimizer_cases()) {
    const TrainState<float> whole = pretrained(name, {}, -1);
    const std::int64_t steps = whole.pretraining.steps;
    EXPECT_EQ(steps, name == "lbfgs" || name.find("\"lbfgs\"") != std::string::npos ? 6 : 12) << name;
    for (std::int64_t batches = 0; batches < steps + 2; ++batches) {
      const TrainState<float> stopped = pretrained(name, {}, batches);
      write_checkpoint(path, stopped, {"config", 17, 4, 8});
      TrainState<float> state = pretrained(name, {}, -2);
      EXPECT_EQ(read_checkpoint(path, "config", "", state).pretraining_bytes, 8u);
      EXPECT_EQ(state.pretraining.current.size(), batches < steps ? 1u : 0u) << name << " after " << batches;
      state = pretrained(name, state, -1);
      EXPECT_EQ(state.parameters, whole.parameters) << name << " after " << batches;
      EXPECT_EQ(state.moments, whole.moments) << name << " after " << batches;
      EXPECT_EQ(state.common, whole.common) << name << " after " << batches;
      EXPECT_EQ(state.pretraining.result.parameters, whole.pretraining.result.parameters) << name;
      EXPECT_EQ(state.pretraining.steps, steps) << name;
    }
  }
}

TEST(Resume, OfAnotherOptimizerIsRefused) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "checkpoint.safetensors";
  write_checkpoint(path, run_with("adam").trainer().initial_state(), {"config", 0, 0});
  TrainState<float> state = run_with("sgd").trainer().initial_state();
  EXPECT_THROW(read_checkpoint(path, "config", "", state), InputError);
  EXPECT_THROW(read_checkpoint(path, "another config", "", state), InputError);
}

}  // namespace
}  // namespace mlp::test
