// Scaled targets: losses are in their units, metrics and predictions in those of the data.

#include "mlp/training/original_units.h"

#include <gtest/gtest.h>

#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

TEST(OriginalUnits, UndoTheScalingOfEachRow) {
  OriginalUnits<double> units({ScalingKind::standardize, {10, -1}, {2, 0.5}}, 2, 3);
  const Matrix<double> scaled = (Matrix<double>(2, 2) << 0, 3, 4, 0).finished();
  const In<double> view(scaled.data(), 2, 2);
  EXPECT_EQ(units.outputs(view).matrix(), (Matrix<double>(2, 2) << 10, 16, 1, -1).finished());
  EXPECT_EQ(units.targets(view).data() == units.outputs(view).data(), false);
}

TEST(OriginalUnits, AreTheSameWhereNothingIsScaled) {
  OriginalUnits<float> units({}, 2, 3);
  const Matrix<float> values = Matrix<float>::Random(2, 3);
  EXPECT_EQ(units.outputs(In<float>(values.data(), 2, 3)).data(), values.data());
}

/// A net of two outputs whose targets, in original units, are 4·y₁ and 8·y₂ + 8.
TrainingRun<double> scaled_run() {
  TrainingRun<double> run({dense<double>("a", 3, {.activation = "tanh"}), dense<double>("b", 2)}, "mean_squared_error",
                          false, random_samples<double>(2, 2, 500));
  run.measure_scaled_targets();
  return run;
}

TEST(Evaluator, MeasuresAndPredictsInOriginalUnits) {
  TrainingRun<double> run = scaled_run();
  TrainState<double> state = run.trainer().initial_state();
  Execution<double> at;
  at.parameters = state.parameters.data();
  Evaluator<double> scaled(run.model, *run.loss, run.metrics, 0.0);
  Evaluator<double> original(run.model, *run.loss, run.metrics, 0.0, run.output_scaling);
  const Matrix<double> y = scaled.predict(run.training, at), predictions = original.predict(run.training, at);
  EXPECT_EQ(predictions.row(0), 4 * y.row(0));
  EXPECT_TRUE((predictions.row(1).array() == 8 * y.row(1).array() + 8).all());
  const Matrix<double> errors = (y - run.training.y).cwiseAbs();
  const Evaluation measured = original.evaluate(run.training, at);
  EXPECT_EQ(measured.loss, scaled.evaluate(run.training, at).loss);
  EXPECT_NEAR(measured.metrics[0], (4 * errors.row(0).sum() + 8 * errors.row(1).sum()) / 1000, 1e-14);
  EXPECT_NEAR(measured.metrics[1], scaled.evaluate(run.training, at).metrics[1], 1e-13);  // R² has no unit
}

// The net is kept as it is, so that the epoch, batch by batch, measures what row 0 did.
TEST(Trainer, MeasuresTheEpochInOriginalUnits) {
  TrainingRun<double> run = scaled_run();
  run.validation = run.training;
  run.schedule = std::make_shared<ConstantSchedule>(0);
  run.settings.epochs = 1;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  trainer.run(state, recorder);
  ASSERT_EQ(recorder.rows.size(), 2u);
  const double error = *cell(trainer, recorder.rows[0], "train_mean_absolute_error");
  EXPECT_NEAR(*cell(trainer, recorder.rows[1], "train_mean_absolute_error"), error, 1e-12);
  EXPECT_EQ(*cell(trainer, recorder.rows[1], "val_mean_absolute_error"), error);
  run.output_scaling = {};
  Trainer<double> unscaled = run.trainer();
  TrainState<double> other = unscaled.initial_state();
  Recorder<double> in_scaled_units;
  unscaled.run(other, in_scaled_units);
  EXPECT_GT(error, 3 * *cell(unscaled, in_scaled_units.rows[0], "train_mean_absolute_error"));
  EXPECT_EQ(*cell(trainer, recorder.rows[1], "train_loss"), *cell(unscaled, in_scaled_units.rows[1], "train_loss"));
}

}  // namespace
}  // namespace mlp::test
