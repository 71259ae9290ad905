// What ends training before its time: early stopping, a loss that is no longer finite; and clipping, which prevents the
// latter.

#include <gtest/gtest.h>

#include "mlp/core/error.h"
#include "mlp/training/clipping.h"
#include "tests/support/golden.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

TrainingRun<double> run_at_rate(double rate) {
  TrainingRun<double> run({dense<double>("a", 3, {.activation = "relu"}), dense<double>("b", 1)}, "mean_squared_error",
                          false, random_samples<double>(2, 1, 8));
  run.schedule = std::make_unique<ConstantSchedule>(rate);
  return run;
}

/// A metric that counts its evaluations and gives prescribed values: one for each row of history.csv.
struct Prescribed final : Metric<double> {
  std::vector<double> values;
  mutable std::size_t calls = 0;

  explicit Prescribed(std::vector<double> the_values) : values(std::move(the_values)) {}
  std::size_t state_size(Index) const override { return 1; }
  void add(const Outcome<double>&, std::vector<double>&) const override {}
  bool reads_prediction() const override { return false; }
  double value(const std::vector<double>&) const override { return values.at(calls++); }
  bool is_for_classes() const override { return false; }
  bool higher_is_better() const override { return false; }
};

/// The epoch after which training stops when train_m takes these values, from epoch 1.
std::int64_t stops_after(std::vector<double> values, Watch rule) {
  TrainingRun<double> run = run_at_rate(0);
  run.settings.epochs = static_cast<std::int64_t>(values.size());
  values.insert(values.begin(), 0);  // row 0
  rule.monitor = "train_m";
  run.settings.early_stopping = EarlyStopping{rule};
  run.metrics = {std::make_shared<Prescribed>(values)};
  run.metric_names = {"m"};
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  const TrainingStatus status = trainer.run(state, recorder);
  EXPECT_EQ(status == TrainingStatus::stopped_early, state.epoch < run.settings.epochs);
  return state.epoch;
}

TEST(EarlyStopping, WaitsForAsManyEpochsWithoutImprovementAsItsPatience) {
  const std::vector<double> values{5, 4, 3, 3, 3.5, 3, 2, 1, 1, 1, 1, 1};
  EXPECT_EQ(stops_after(values, {.patience = 1}), 4);
  EXPECT_EQ(stops_after(values, {.patience = 2}), 5);
  EXPECT_EQ(stops_after(values, {.patience = 3}), 6);
  EXPECT_EQ(stops_after(values, {.patience = 4}), 12);  // 2 and 1 improve; then 1 at epoch 12 is the last
  EXPECT_EQ(stops_after(values, {.patience = 0}), 4);   // an epoch that improves never ends training
}

TEST(EarlyStopping, ASmallerImprovementThanMinDeltaIsNone) {
  const std::vector<double> values{5, 4.9, 4.8, 4.4, 4.3, 4.2, 4.1};
  EXPECT_EQ(stops_after(values, {.patience = 2, .min_delta = 0.5}), 3);
  EXPECT_EQ(stops_after(values, {.patience = 3, .min_delta = 0.5}), 7);            // 4.4 improves on 5 by more than 0.5
  EXPECT_EQ(stops_after({5, 4.5, 4, 3.5}, {.patience = 1, .min_delta = 0.5}), 2);  // by exactly 0.5: none
}

TEST(EarlyStopping, KnowsTheDirection) {
  const std::vector<double> values{1, 2, 3, 2, 1, 0};
  EXPECT_EQ(stops_after(values, {.higher_is_better = true, .patience = 2}), 5);
  EXPECT_EQ(stops_after(values, {.higher_is_better = false, .patience = 2}), 3);
}

TEST(EarlyStopping, TakesNotANumberForNoImprovement) {
  const double nan = std::nan("");
  EXPECT_EQ(stops_after({nan, 5, 4, nan, nan, 3, 2}, {.patience = 2}), 5);
  EXPECT_EQ(stops_after({nan, nan, nan, nan}, {.patience = 3}), 3);
  EXPECT_EQ(stops_after({nan, nan, 5, 4, 3, 2}, {.patience = 3}), 6);
}

TEST(EarlyStopping, JudgesOnlyEpochsThatWereMeasured) {
  TrainingRun<double> run = run_at_rate(0);  // nothing ever changes
  run.validation = run.training;
  run.settings.epochs = 100;
  run.settings.validate_every = 5;
  run.settings.early_stopping = EarlyStopping{.watch = {.patience = 7}};
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  EXPECT_EQ(trainer.run(state, recorder), TrainingStatus::stopped_early);
  EXPECT_EQ(state.epoch, 15);  // best at 5; 10 is 5 epochs later, 15 is 10
}

TEST(EarlyStopping, RefusesAColumnThatIsNotThere) {
  TrainingRun<double> run = run_at_rate(0.1);
  run.settings.early_stopping = EarlyStopping{.watch = {.monitor = "train_los"}};
  try {
    run.trainer();
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(),
                 "early_stopping: \"train_los\" is not measured in this run; did you mean \"train_loss\"? "
                 "Measured are: train_loss and train_penalty");
  }
}

/// The learning rate of each epoch when train_m takes the values of schedules.csv, from epoch 1.
void expect_plateau(const std::string& name, double sign, const std::string& keys, bool higher_is_better) {
  const Golden golden("math/schedules.csv");
  std::vector<double> values{0};
  for (const double value : golden["watched"]) values.push_back(sign * value);
  TrainingRun<double> run = run_at_rate(0);
  const OptimizerChoice choice = make_optimizer(
      R"({"type": "sgd", "learning_rate": {"type": "reduce_on_plateau", "initial": 0.1, "monitor": "train_m", )" +
      keys + "}}");
  run.take_optimizer(choice);
  run.settings.reduce_on_plateau->watch.higher_is_better = higher_is_better;
  run.settings.epochs = 20;
  run.metrics = {std::make_shared<Prescribed>(values)};
  run.metric_names = {"m"};
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  trainer.run(state, recorder);
  for (std::size_t epoch = 1; epoch <= 20; ++epoch)
    EXPECT_NEAR(*cell(trainer, recorder.rows[epoch], "learning_rate"), golden[name][epoch - 1], 1e-15)
        << name << ", epoch " << epoch;
}

TEST(ReduceOnPlateau, ReducesTheRateAsPyTorchDoes) {
  expect_plateau("plateau", 1, R"("factor": 0.3, "patience": 2, "min_delta": 0.1)", false);
  expect_plateau("plateau_least", 1, R"("factor": 0.3, "patience": 2, "min_delta": 0.1, "min": 0.02)", false);
  expect_plateau("plateau_max", -1, R"("factor": 0.3, "patience": 3, "min_delta": 0)", true);
}

TEST(ReduceOnPlateau, JudgesOnlyEpochsThatWereMeasured) {
  TrainingRun<double> run = run_at_rate(0);  // nothing ever changes
  run.validation = run.training;
  run.schedule = std::make_shared<ConstantSchedule>(1e-300);
  run.settings.epochs = 31;
  run.settings.validate_every = 5;
  run.settings.reduce_on_plateau = ReduceOnPlateau{.watch = {.patience = 7}, .factor = 0.5};
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  trainer.run(state, recorder);
  std::vector<std::size_t> reduced;
  for (std::size_t epoch = 2; epoch <= 31; ++epoch)
    if (*cell(trainer, recorder.rows[epoch], "learning_rate") <
        *cell(trainer, recorder.rows[epoch - 1], "learning_rate"))
      reduced.push_back(epoch);
  EXPECT_EQ(reduced, (std::vector<std::size_t>{16, 26}));  // best at 5; reduced after 15, and 10 epochs later
}

TEST(ReduceOnPlateau, RefusesAColumnThatIsNotThere) {
  TrainingRun<double> run = run_at_rate(0.1);
  run.settings.reduce_on_plateau = ReduceOnPlateau{};
  try {
    run.trainer();
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()).rfind("reduce_on_plateau: \"val_loss\" is not measured in this run. ", 0), 0u)
        << error.what();
  }
}

TEST(Trainer, RefusesANetThatMemoryCannotHold) {
  constexpr Index many = Index{1} << 20;
  TrainingRun<float> run({dense<float>("a", many), dense<float>("b", 1)}, "mean_squared_error", false,
                         {Matrix<float>::Zero(many, 1), Matrix<float>::Zero(1, 1)});
  try {
    run.trainer();
    FAIL();
  } catch (const InputError& error) {  // 2^40 + 2^21 + 1 parameters of 4 bytes, four times
    EXPECT_EQ(std::string(error.what())
                  .rfind("a net of 1,099,513,724,929 parameters with its gradient and the "
                         "optimizer's moments would need 16 TiB; ",
                         0),
              0u)
        << error.what();
  }
}

TEST(Divergence, IsRefusedWithEpochStepLossGradientAndRemedy) {
  TrainingRun<double> run = run_at_rate(1e200);
  run.settings.epochs = 5;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  EXPECT_EQ(trainer.run(state, recorder), TrainingStatus::diverged);
  EXPECT_EQ(trainer.problem().rfind("epoch 1, step 2: the loss is not finite (", 0), 0u) << trainer.problem();
  // The first step took 1e200 times a gradient: the parameters are large, but numbers; their outputs' squares are not.
  EXPECT_NE(trainer.problem().find(" at learning rate 1e+200; largest parameter in \""), std::string::npos)
      << trainer.problem();
  EXPECT_EQ(trainer.problem().find("nan"), std::string::npos) << trainer.problem();
  EXPECT_NE(trainer.problem().find("Try a smaller learning_rate, \"clip_norm\": 1 in training, or scaled inputs."),
            std::string::npos);
  EXPECT_EQ(recorder.rows.size(), 1u);  // row 0 alone
  EXPECT_TRUE(recorder.saved_epochs.empty());
}

TEST(Divergence, IsNoticedAtTheEndOfTheEpochWhereTheLastStepBroughtIt) {
  TrainingRun<double> run = run_at_rate(1e308);
  run.settings.batch_size = 0;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  for (double& w : state.parameters) w *= 1e3;
  Recorder<double> recorder;
  EXPECT_EQ(trainer.run(state, recorder), TrainingStatus::diverged);
  EXPECT_EQ(trainer.problem().rfind("epoch 1, step 1: the parameters are no longer finite (loss ", 0), 0u)
      << trainer.problem();
}

TEST(Divergence, AtTheFirstStepIsNoMatterOfTheLearningRate) {
  for (const std::string optimizer : {"sgd", "lbfgs"}) {
    TrainingRun<double> run({dense<double>("a", 1)}, "mean_squared_error", false,
                            {matrix<double>(1, {1, 2}), matrix<double>(1, {0, 1e200})});
    run.take_optimizer(make_optimizer(optimizer));
    Trainer<double> trainer = run.trainer();
    TrainState<double> state = trainer.initial_state();
    Recorder<double> recorder;
    EXPECT_EQ(trainer.run(state, recorder), TrainingStatus::diverged);
    EXPECT_EQ(trainer.problem().rfind("epoch 1, step 1: the loss is not finite (inf) at learning rate ", 0), 0u)
        << trainer.problem();
    EXPECT_TRUE(trainer.problem().ends_with(
        ". Nothing was learned yet: scale inputs and targets, or take smaller initial weights."))
        << trainer.problem();
  }
}

TEST(Divergence, NamesTheTensorWithTheLargestGradient) {
  TrainingRun<double> run({dense<double>("a", 2), dense<double>("b", 1)}, "mean_squared_error", false,
                          {matrix<double>(1, {1, 1}), matrix<double>(1, {0, 0})});
  run.schedule = std::make_unique<ConstantSchedule>(1e307);  // a finite gradient, a step beyond all numbers
  run.settings.batch_size = 0;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  state.parameters = {1, 1, 0, 0, 100, 100, 0, 0};  // a/kernel, a/bias, b/kernel, b/bias
  state.parameters.resize(static_cast<std::size_t>(run.model.parameters().size()));
  Recorder<double> recorder;
  EXPECT_EQ(trainer.run(state, recorder), TrainingStatus::diverged);
  // y = 200, ∂J/∂y = 400 (mean over two samples); a/kernel gets 400·100 twice: norm √2·40000 = 5.66e+04.
  EXPECT_NE(trainer.problem().find("; \"a/kernel\" is not finite; largest gradient in \"a/kernel\", norm 5.66e+04. "),
            std::string::npos)
      << trainer.problem();
}

TEST(Divergence, MayBeAllowed) {
  TrainingRun<double> run = run_at_rate(1e200);
  run.settings.stop_on_nonfinite = false;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  Recorder<double> recorder;
  EXPECT_EQ(trainer.run(state, recorder), TrainingStatus::completed);
  EXPECT_EQ(recorder.rows.size(), 3u);
}

TEST(Clipping, ScalesALongGradientToTheLimitAndLeavesAShortOne) {
  std::vector<double> g{3, 4};
  clip_norm<double>(1, g);
  EXPECT_DOUBLE_EQ(g[0], 0.6);
  EXPECT_DOUBLE_EQ(g[1], 0.8);
  g = {3, 4};
  clip_norm<double>(5, g);
  EXPECT_EQ(g, (std::vector<double>{3, 4}));
}

TEST(Clipping, CutsEachElement) {
  std::vector<float> g{-3, 0.5, 4, -0.25};
  clip_value<float>(0.5, g);
  EXPECT_EQ(g, (std::vector<float>{-0.5, 0.5, 0.5, -0.25}));
}

// In training: first the norm of all gradients together, then each; with the rate 1 the step is the gradient.
TEST(Clipping, ActsOnTheWholeGradientFirstByNormThenByValue) {
  TrainingRun<double> run({dense<double>("a", 1, {.kernel = {0, 0.5}})}, "mean_squared_error", false,
                          {matrix<double>(1, {0, 0}), matrix<double>(1, {-2, -2})});
  run.schedule = std::make_unique<ConstantSchedule>(1);
  run.settings.epochs = 1;
  run.settings.clip_norm = 1;
  run.settings.clip_value = 0.7;
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  state.parameters = {3, 0};  // kernel and bias; the gradient is (3 from the penalty, 2·2 from the loss)
  Recorder<double> recorder;
  trainer.run(state, recorder);
  EXPECT_DOUBLE_EQ(state.parameters[0], 3 - 0.6);
  EXPECT_DOUBLE_EQ(state.parameters[1], 0 - 0.7);  // 0.8, cut
}

}  // namespace
}  // namespace mlp::test
