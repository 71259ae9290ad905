// lsuv: pre-activations of standard deviation 1 in every layer, the same bits for any number of threads.

#include "mlp/training/unit_variance.h"

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "mlp/core/statistics.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

DenseOptions scaled(double gain = 1) { return {.kernel_values = make_lsuv(gain), .bias_values = make_constant(0)}; }

template <class T>
TrainState<T> initial_state_of(TrainingRun<T>& run, int threads = 1) {
  run.threads = threads;
  return run.trainer().initial_state();
}

// One weight, ±1 by the orthogonal rule: s = ±x = ±(0, 4, 8, 4) has the standard deviation √8.
TEST(UnitVariance, OfOneWeightByHand) {
  TrainingRun<double> run({dense<double>("a", 1, scaled())}, "mean_squared_error", false,
                          {matrix<double>(1, {0, 4, 8, 4}), matrix<double>(1, {0, 0, 0, 0})});
  const TrainState<double> state = initial_state_of(run);
  EXPECT_NEAR(std::abs(state.parameters[0]), 1 / std::sqrt(8), 1e-15);
  EXPECT_EQ(state.parameters[1], 0);
}

// With a bias per unit, two units of one input x = ±1: s = (±k + b₁, ±k + b₂) has the variance k² + (b₁ − b₂)²/4.
TEST(UnitVariance, BesideBiasesByHand) {
  DenseOptions options = scaled(2);
  options.bias_values = make_from_values({0.5, 2.5}, {2}, "biases");
  TrainingRun<double> run({dense<double>("a", 2, options)}, "mean_squared_error", false,
                          {matrix<double>(1, {1, -1}), matrix<double>(2, {0, 0, 0, 0})});
  const TrainState<double> state = initial_state_of(run);
  const double a = state.parameters[0], b = state.parameters[1];  // orthogonal: a² + b² = 1, times a factor
  EXPECT_NEAR((a * a + b * b) / 2 + 1, 4, 4 * 2.1e-4);
  EXPECT_EQ(state.parameters[2], 0.5);
  EXPECT_EQ(state.parameters[3], 2.5);
}

/// Linear dense layers, whose outputs are the pre-activations, with what may stand between them.
template <class T>
TrainingRun<T> deep_run() {
  TrainingRun<T> run({dense<T>("a", 331, scaled()), activation<T>("relu", "relu"), dropout<T>("drop", 0.5),
                      dense<T>("b", 40, scaled(0.25)), activation<T>("tanh", "tanh"), dense<T>("plain", 30),
                      concatenate<T>("all", {"tanh", "plain"}), dense<T>("c", 5, scaled())},
                     "mean_squared_error", false, random_samples<T>(323, 5, 700));
  run.settings.diagnostics = {.every = 1, .samples = unit_variance_samples};
  return run;
}

template <class T>
void expect_unit_variance_in_every_layer() {
  TrainingRun<T> run = deep_run<T>();
  Trainer<T> trainer = run.trainer();
  TrainState<T> state = trainer.initial_state();
  Recorder<T> recorder;
  recorder.stop_after = 0;
  trainer.run(state, recorder);
  int checked = 0;
  for (const LayerRow& row : recorder.layers.at(0))
    for (const auto& [name, stddev] : {std::pair{"a", 1.0}, {"b", 0.25}, {"c", 1.0}})
      if (row.name == name) {
        EXPECT_NEAR(*row.value("activation_std"), stddev, 1.1e-4 * stddev) << name;
        ++checked;
      }
  EXPECT_EQ(checked, 3);
}

TEST(UnitVariance, IsThatOfEveryLayerInFloat) { expect_unit_variance_in_every_layer<float>(); }

TEST(UnitVariance, IsThatOfEveryLayerInDouble) { expect_unit_variance_in_every_layer<double>(); }

// The pre-activation counts, not what the activation makes of it.
TEST(UnitVariance, IsMeasuredBeforeTheActivation) {
  DenseOptions options = scaled();
  options.activation = "sigmoid";
  TrainingRun<double> run({dense<double>("a", 7, options)}, "mean_squared_error", false,
                          random_samples<double>(5, 7, 100));
  const TrainState<double> state = initial_state_of(run);
  const Matrix<double> s = Eigen::Map<const Matrix<double>>(state.parameters.data(), 7, 5) * run.training.x;
  EXPECT_NEAR(mean_and_std(std::span<const double>(s.data(), 700)).stddev, 1, 1e-12);
}

TEST(UnitVariance, LeavesOtherKernelsAsTheyAre) {
  TrainingRun<float> run = deep_run<float>();
  const TrainState<float> state = initial_state_of(run);
  Buffer<float> plain(state.parameters.size());
  run.model.parameters().initialize(run.settings.seed, plain.data());
  for (const ParameterBlock& block : run.model.parameters().blocks()) {
    const auto at = [&](const Buffer<float>& v) { return v.data() + block.offset; };
    const bool is_scaled = block.settings.initializer->scaled_to().has_value();
    EXPECT_EQ(std::equal(at(plain), at(plain) + block.size, at(state.parameters)), !is_scaled) << block.name;
  }
}

TEST(UnitVariance, HasTheSameBitsForAnyNumberOfThreads) {
  TrainingRun<float> run = deep_run<float>();
  const TrainState<float> alone = initial_state_of(run, 1);
  for (const int threads : {2, 3, 4}) EXPECT_EQ(initial_state_of(run, threads).parameters, alone.parameters) << threads;
}

// A checkpoint has the parameters, so that nothing is scaled again; the diagnostics of epoch 0 are measured again.
TEST(UnitVariance, IsOfNoInfluenceOnAResumedRun) {
  TrainingRun<float> run = deep_run<float>();
  run.settings.epochs = 1;
  run.settings.batch_size = 100;
  TrainState<float> whole = initial_state_of(run), part = whole;
  Recorder<float> first, before, after;
  run.trainer().run(whole, first);
  before.stop_after = 3;
  run.trainer().run(part, before);
  EXPECT_EQ(part.step, 3);
  run.threads = 2;
  run.trainer().run(part, after);
  EXPECT_EQ(part.parameters, whole.parameters);
  ASSERT_EQ(after.initial_layers.size(), 1u);
  for (std::size_t i = 0; i < first.layers[0].size(); ++i)
    EXPECT_EQ(after.initial_layers[0][i].values, first.layers[0][i].values);
}

TEST(UnitVariance, ComesBeforeWhatIsSetFromOutside) {
  TrainingRun<float> run = deep_run<float>();
  const TrainingParts<float> parts{.model = run.model,
                                   .loss = *run.loss,
                                   .optimizer = *run.optimizer,
                                   .schedule = *run.schedule,
                                   .training = run.training,
                                   .validation = nullptr,
                                   .metrics = run.metrics,
                                   .metric_names = {},
                                   .threads = Threads(1),
                                   .set_initial = [](TrainState<float>& state) { state.parameters[0] = 42; }};
  TrainState<float> state;
  set_initial_values(parts, 1, state);
  EXPECT_EQ(state.parameters[0], 42);
}

std::string refusal(const std::vector<double>& inputs, const DenseOptions& options) {
  TrainingRun<float> run({dense<float>("a", 2, options)}, "mean_squared_error", false,
                         {matrix<float>(1, inputs), Matrix<float>::Zero(2, std::ssize(inputs))});
  try {
    run.trainer().initial_state();
    return "accepted";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(UnitVariance, RefusesWhatItCannotScale) {
  EXPECT_EQ(refusal({0, 0, 0}, scaled()),
            "lsuv cannot scale the kernel of layer \"a\": over the first 3 training samples its pre-activations do not "
            "vary; take another kernel_initializer");
  DenseOptions spread = scaled();
  spread.bias_values = make_from_values({-3, 3}, {2}, "biases");
  EXPECT_EQ(
      refusal({1, -1}, spread),
      "lsuv cannot scale the kernel of layer \"a\": over the first 2 training samples its biases vary by about as "
      "much as the standard deviation wanted, 1, or by more; take \"bias_initializer\": \"zeros\"");
}

}  // namespace
}  // namespace mlp::test
