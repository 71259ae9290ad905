// Training steps against a hand calculation and against PyTorch.

#include <gtest/gtest.h>

#include "mlp/math/optimizers/adam.h"
#include "tests/support/golden.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

template <class T>
Buffer<T> buffer_of(const std::vector<double>& values) {
  Buffer<T> buffer;
  for (const double v : values) buffer.push_back(static_cast<T>(v));
  return buffer;
}

// One unit, y = 2·x₁ − 1·x₂ + 0.5, squared error, learning rate 0.1. Samples (1, 2) → 1 and (3, 1) → 4:
//   y = (0.5, 5.5), errors (−0.5, 1.5), loss = (0.25 + 2.25)/2 = 1.25
//   ∂J/∂y = 2·error/2 = (−0.5, 1.5);  ∂J/∂W = (−0.5·1 + 1.5·3, −0.5·2 + 1.5·1) = (4, 0.5);  ∂J/∂b = 1
//   W = (2 − 0.4, −1 − 0.05), b = 0.5 − 0.1.
TEST(TrainingStep, IsTheHandWorkedOne) {
  TrainingRun<double> run({dense<double>("a", 1)}, "mean_squared_error", false,
                          {matrix<double>(2, {1, 2, 3, 1}), matrix<double>(1, {1, 4})});
  run.settings.epochs = 1;
  run.settings.shuffle = false;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  state.parameters = buffer_of<double>({2, -1, 0.5});
  Recorder<double> recorder;
  EXPECT_EQ(trainer.run(state, recorder), TrainingStatus::completed);
  EXPECT_DOUBLE_EQ(state.parameters[0], 1.6);
  EXPECT_DOUBLE_EQ(state.parameters[1], -1.05);
  EXPECT_DOUBLE_EQ(state.parameters[2], 0.4);
  EXPECT_EQ(state.step, 1);
  EXPECT_EQ(cell(trainer, recorder.rows[1], "train_loss"), 1.25);
}

// The same with l1 = 0.1 and l2 = 0.5 on W: its gradient grows by 0.1·sign(W) + 2·0.5·W = (2.1, −1.1).
TEST(TrainingStep, AddsTheWeightPenaltyToTheGradient) {
  TrainingRun<double> run({dense<double>("a", 1, {.kernel = {0.1, 0.5}})}, "mean_squared_error", false,
                          {matrix<double>(2, {1, 2, 3, 1}), matrix<double>(1, {1, 4})});
  run.settings.epochs = 1;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  state.parameters = buffer_of<double>({2, -1, 0.5});
  Recorder<double> recorder;
  trainer.run(state, recorder);
  EXPECT_NEAR(state.parameters[0], 2 - 0.1 * 6.1, 1e-15);
  EXPECT_NEAR(state.parameters[1], -1 - 0.1 * -0.6, 1e-15);
  EXPECT_DOUBLE_EQ(state.parameters[2], 0.4);
  EXPECT_EQ(cell(trainer, recorder.rows[1], "train_loss"), 1.25);                          // without the penalty
  EXPECT_DOUBLE_EQ(*cell(trainer, recorder.rows[1], "train_penalty"), 0.1 * 3 + 0.5 * 5);  // 0.1·Σ|W| + 0.5·ΣW²
}

/// Two epochs of five steps each against the golden values of that name.
template <class T>
void expect_golden_steps(const std::string& name, TrainingRun<T> run, double tolerance) {
  const Golden golden("training/training.csv");
  run.settings.shuffle = false;
  Trainer<T> trainer = run.trainer();
  TrainState<T> state = trainer.initial_state();
  state.parameters = buffer_of<T>(golden[name + "/initial"]);
  ASSERT_EQ(static_cast<Index>(state.parameters.size()), run.model.parameters().size());
  Recorder<T> recorder;
  recorder.after_batch = [&](const TrainState<T>& at) {
    const std::vector<double>& expected = golden[name + "/step_" + std::to_string(at.step)];
    for (std::size_t i = 0; i < expected.size(); ++i)
      ASSERT_NEAR(static_cast<double>(at.parameters[i]), expected[i], tolerance * std::max(1.0, std::abs(expected[i])))
          << name << ", step " << at.step << ", parameter " << i;
  };
  trainer.run(state, recorder);
  EXPECT_EQ(state.step, 10);
  for (const std::size_t epoch : {1, 2})
    EXPECT_NEAR(*cell(trainer, recorder.rows[epoch], "train_loss"), golden[name + "/loss_" + std::to_string(epoch)][0],
                tolerance);
}

template <class T>
void expect_all_golden_steps(double tolerance) {
  const Golden golden("training/training.csv");
  for (const std::string name : {"momentum", "nesterov", "clipped"}) {
    TrainingRun<T> run({dense<T>("a", 3, {.activation = "tanh"}), dense<T>("b", 1, {.activation = "sigmoid"})},
                       "binary_crossentropy", true, {matrix<T>(2, golden["x"]), matrix<T>(1, golden["t"])});
    run.optimizer = std::make_unique<Sgd<T>>(0.9, name == "nesterov");
    if (name == "clipped") run.settings.clip_norm = 0.05;
    expect_golden_steps<T>(name, std::move(run), tolerance);
  }
  const Penalty l2{0, 0.01};
  TrainingRun<T> run(
      {dense<T>("a", 5, {.activation = "relu", .kernel = l2}), dense<T>("b", 4, {.activation = "relu", .kernel = l2}),
       dense<T>("c", 3, {.activation = "softmax", .kernel = l2})},
      "categorical_crossentropy", true, {matrix<T>(3, golden["x3"]), matrix<T>(3, golden["one_hot"])});
  run.optimizer = std::make_unique<Adam<T>>(0.9, 0.999, 1e-8);
  run.schedule = std::make_unique<ConstantSchedule>(0.01);
  expect_golden_steps<T>("softmax", std::move(run), tolerance);
}

TEST(TrainingSteps, AreThoseOfPyTorch) { expect_all_golden_steps<double>(1e-12); }

TEST(TrainingSteps, AreThoseOfPyTorchInFloat) { expect_all_golden_steps<float>(2e-5); }

}  // namespace
}  // namespace mlp::test
