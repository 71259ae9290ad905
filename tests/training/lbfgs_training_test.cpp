// L-BFGS in the training loop: one step an epoch, and whatever the line search tries leaves no trace.

#include <gtest/gtest.h>

#include "mlp/math/initializer.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

TEST(LbfgsTraining, LowersTheLossWithEveryStep) {
  TrainingRun<double> run({dense<double>("a", 8, {.activation = "tanh", .kernel = {0, 1e-3}}),
                           dense<double>("b", 1, {.activation = "sigmoid"})},
                          "binary_crossentropy", true, random_samples<double>(2, 1, 60));
  run.settings.epochs = 30;
  run.take_optimizer(make_optimizer("lbfgs"));
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  ASSERT_EQ(trainer.run(state, recorder), TrainingStatus::completed);
  EXPECT_EQ(state.step, 30);
  // What is minimized: the penalty is part of it. The row of epoch 1 has the objective before the first step, as row 0.
  const auto objective = [&](std::size_t epoch) {
    return *cell(trainer, recorder.rows[epoch], "train_loss") + *cell(trainer, recorder.rows[epoch], "train_penalty");
  };
  EXPECT_NEAR(objective(1), objective(0), 1e-12);
  for (std::size_t epoch = 2; epoch <= 30; ++epoch) EXPECT_LT(objective(epoch), objective(epoch - 1)) << epoch;
  EXPECT_LT(objective(30), 0.8 * objective(1));
}

/// Counts, in a running statistic, how often it was evaluated in training.
struct Counter final : Layer<double> {
  mutable std::int64_t evaluations = 0;

  Index build(std::span<const Index> input_rows, const BuildContext& context) override {
    context.statistics.add(context.name + "/count", {1}, {}, {make_constant(0), {}});
    return only_input(input_rows, context);
  }
  void forward(const Pass<double>& p) const override {
    p.y() = p.x();
    if (!p.run.training) return;
    ++evaluations;
    p.run.statistics[0] += 1;
  }
  void backward(const Pass<double>& p) const override { p.write_dx(0, p.dy()); }
};

TEST(LbfgsTraining, MovesRunningStatisticsOnceAStep) {
  const auto counter = std::make_shared<Counter>();
  TrainingRun<double> run({{.name = "count", .type = "count", .inputs = {}, .stages = {counter}, .activity = {}},
                           dense<double>("a", 8, {.activation = "tanh"}),
                           dense<double>("b", 1, {.activation = "sigmoid"})},
                          "binary_crossentropy", true, random_samples<double>(2, 1, 60));
  run.settings.epochs = 7;
  run.take_optimizer(make_optimizer("lbfgs"));
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  trainer.run(state, recorder);
  EXPECT_GE(counter->evaluations, 14);  // one before each step, and one trial or more
  EXPECT_EQ(state.statistics[0], 7);
}

}  // namespace
}  // namespace mlp::test
