// "trainable" and "learning_rate_multiplier": what PyTorch does with requires_grad = False and with groups of
// parameters.

#include <gtest/gtest.h>

#include <map>

#include "mlp/training/gradient_check.h"
#include "tests/support/catalog_layer.h"
#include "tests/support/golden.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

/// A layer's keys for a multiplier of make_frozen.py; 0 stands for frozen.
std::string learning(double multiplier) {
  return multiplier == 0 ? R"("trainable": false)" : R"("learning_rate_multiplier": )" + std::to_string(multiplier);
}

std::string dense_json(Index units, const std::string& activation, double multiplier) {
  return R"({"type": "dense", "units": )" + std::to_string(units) + R"(, "activation": ")" + activation +
         R"(", "kernel_regularizer": {"l2": 0.01}, )" + learning(multiplier) + "}";
}

TrainingRun<double> golden_run(const Golden& golden, std::vector<LayerDescription<double>> layers,
                               const std::string& optimizer) {
  TrainingRun<double> run(std::move(layers), "mean_squared_error", false,
                          {matrix<double>(3, golden["x"]), matrix<double>(2, golden["t"])});
  run.settings.epochs = 2;
  run.settings.shuffle = false;
  run.settings.clip_norm = 0.5;
  run.take_optimizer(make_optimizer(optimizer));
  return run;
}

void expect_golden_run(const Golden& golden, const std::string& name, TrainingRun<double>& run,
                       const std::string& statistics = "") {
  Trainer<double> trainer = run.trainer();
  TrainState<double> state = trainer.initial_state();
  ASSERT_EQ(state.parameters.size(), golden[name + "/initial"].size()) << name;
  std::ranges::copy(golden[name + "/initial"], state.parameters.begin());
  if (!statistics.empty()) std::ranges::copy(golden[statistics], state.statistics.begin());
  int compared = 0;
  Recorder<double> recorder;
  recorder.after_batch = [&](const TrainState<double>& at) {
    const std::string step = name + "/step_" + std::to_string(at.step);
    if (!golden.has(step)) return;
    ++compared;
    for (std::size_t i = 0; i < at.parameters.size(); ++i)
      EXPECT_NEAR(at.parameters[i], golden[step][i], 1e-12) << step << ", parameter " << i;
  };
  trainer.run(state, recorder);
  EXPECT_EQ(compared, 3) << name;
  EXPECT_NEAR(*cell(trainer, recorder.rows[0], "train_penalty"), golden[name + "/penalty"][0], 1e-14) << name;
  if (!statistics.empty()) {
    for (std::size_t i = 0; i < state.statistics.size(); ++i)
      EXPECT_EQ(state.statistics[i], golden[statistics][i]) << "running statistics of a frozen layer";
  }
}

TEST(FrozenLayers, AndMultipliersGiveTheStepsOfPyTorchWithAnyRule) {
  const Golden golden("training/frozen.csv");
  const std::map<std::string, std::string> rules{
      {"sgd", R"(, "momentum": 0.9)"},       {"adagrad", ""}, {"rmsprop", ""}, {"adam", ""},
      {"adamw", R"(, "weight_decay": 0.1)"}, {"rprop", ""}};
  const std::map<std::string, std::vector<double>> cases{
      {"middle", {0.1, 0, 2}}, {"lowest", {0, 1, 0.5}}, {"last", {3, 1, 0}}};
  for (const auto& [rule, keys] : rules) {
    for (const auto& [name, multipliers] : cases) {
      if (!golden.has(rule + "/" + name + "/initial")) continue;
      TrainingRun<double> run = golden_run(golden,
                                           {layer<double>("a", dense_json(4, "tanh", multipliers[0])),
                                            layer<double>("b", dense_json(3, "tanh", multipliers[1])),
                                            layer<double>("c", dense_json(2, "linear", multipliers[2]))},
                                           R"({"type": ")" + rule + R"(", "learning_rate": 0.05)" + keys + "}");
      expect_golden_run(golden, rule + "/" + name, run);
    }
  }
}

TEST(FrozenLayers, ABatchNormalizationWorksAsInInference) {
  const Golden golden("training/frozen.csv");
  TrainingRun<double> run = golden_run(golden,
                                       {layer<double>("a", dense_json(4, "linear", 1)),
                                        layer<double>("n", R"({"type": "batch_normalization", "trainable": false})"),
                                        layer<double>("g", R"({"type": "activation", "activation": "tanh"})"),
                                        layer<double>("c", dense_json(2, "linear", 1))},
                                       R"({"type": "sgd", "momentum": 0.9, "learning_rate": 0.05})");
  expect_golden_run(golden, "sgd/normalized", run, "statistics");
}

/// Every kind of layer that has parameters, frozen in turn.
const std::vector<std::string>& layers_with_parameters() {
  static const std::vector<std::string> layers{
      R"({"type": "dense", "units": 6, "activation": "prelu", "kernel_constraint": {"max_norm": 0.1})",
      R"({"type": "maxout", "units": 6, "pieces": 2, "kernel_constraint": {"max_norm": 0.1})",
      R"({"type": "batch_normalization")",
      R"({"type": "layer_normalization")",
      R"({"type": "activation", "activation": "prelu")",
      R"({"type": "dense", "units": 1)"};
  return layers;
}

template <class T>
TrainingRun<T> run_with_frozen(std::size_t frozen, const std::string& optimizer) {
  std::vector<LayerDescription<T>> layers;
  for (std::size_t i = 0; i < layers_with_parameters().size(); ++i)
    layers.push_back(layer<T>("l" + std::to_string(i),
                              layers_with_parameters()[i] + (i == frozen ? R"(, "trainable": false})" : "}")));
  TrainingRun<T> run(std::move(layers), "mean_squared_error", false, random_samples<T>(6, 1, 20));
  run.settings.batch_size = 10;
  run.settings.epochs = 3;
  run.settings.clip_norm = 1;
  run.settings.diagnostics = {.every = 1};
  run.take_optimizer(make_optimizer(optimizer));
  return run;
}

TEST(FrozenLayers, AreTouchedByNoOptimizerAndNoConstraint) {
  for (const std::string& optimizer : optimizer_cases()) {
    for (std::size_t frozen = 0; frozen < layers_with_parameters().size(); ++frozen) {
      TrainingRun<float> run = run_with_frozen<float>(frozen, optimizer);
      if (optimizer.find("lbfgs") != std::string::npos) run.settings.batch_size = 0;
      Trainer<float> trainer = run.trainer();
      TrainState<float> state = trainer.initial_state();
      const Buffer<float> before = state.parameters;
      Recorder<float> recorder;
      ASSERT_EQ(trainer.run(state, recorder), TrainingStatus::completed) << optimizer << trainer.problem();
      for (const ParameterBlock& block : run.model.parameters().blocks()) {
        const auto first = static_cast<std::size_t>(block.offset), end = first + static_cast<std::size_t>(block.size);
        bool changed = false;
        for (std::size_t i = first; i < end; ++i) changed = changed || state.parameters[i] != before[i];
        EXPECT_EQ(changed, block.learning.trainable) << optimizer << ", " << block.name;
      }
    }
  }
}

TEST(FrozenLayers, GiveTheSameBitsForAnyNumberOfThreads) {
  for (const std::string optimizer : {"adam", "lbfgs"}) {
    std::vector<Buffer<float>> found;
    for (const int threads : {1, 2, 3}) {
      TrainingRun<float> run = run_with_frozen<float>(1, optimizer);
      run.threads = threads;
      Trainer<float> trainer = run.trainer();
      TrainState<float> state = trainer.initial_state();
      Recorder<float> recorder;
      trainer.run(state, recorder);
      found.push_back(state.parameters);
    }
    EXPECT_EQ(found[0], found[1]) << optimizer;
    EXPECT_EQ(found[0], found[2]) << optimizer;
  }
}

TEST(FrozenLayers, ShowTheirGradientInTheDiagnosticsAllTheSame) {
  TrainingRun<double> free = run_with_frozen<double>(99, "sgd"), frozen = run_with_frozen<double>(0, "sgd");
  std::vector<std::vector<LayerRow>> layers;
  for (TrainingRun<double>* run : {&free, &frozen}) {
    Trainer<double> trainer = run->trainer();
    TrainState<double> state = trainer.initial_state();
    Recorder<double> recorder;
    trainer.run(state, recorder);
    layers.push_back(recorder.layers[0]);
    EXPECT_EQ(recorder.layers[1][0].values.back() == 0, run == &frozen);  // update_ratio of the first layer
  }
  ASSERT_EQ(layers[0].size(), layers[1].size());
  for (std::size_t i = 0; i < layers[0].size(); ++i) EXPECT_EQ(layers[0][i].values, layers[1][i].values);
}

// The gradient of the others, with a third layer frozen, is what differences say; that of the frozen one is 0.
TEST(FrozenLayers, LeaveTheGradientOfTheOthersRight) {
  for (std::size_t frozen = 0; frozen < layers_with_parameters().size(); ++frozen) {
    TrainingRun<double> run = run_with_frozen<double>(frozen, "sgd");
    Objective<double> objective(run.model, *run.loss, 20, WorkspaceUse::training);
    run.training.gather(std::vector<Index>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, objective.inputs(), objective.targets());
    TrainState<double> state = run.trainer().initial_state();
    Execution<double> execution;
    execution.samples = 10;
    execution.training = true;
    execution.parameters = state.parameters.data();
    execution.statistics = state.statistics.data();
    const auto checks = check_gradient(objective, execution, {.entries = 50, .seed = 1});
    EXPECT_EQ(checks.size() + static_cast<std::size_t>(run.model.layers()[frozen].block_count),
              run.model.parameters().blocks().size());
    for (const TensorCheck& check : checks) EXPECT_TRUE(check.passed) << frozen << ", " << check.name;
    Buffer<double> gradient(state.parameters.size(), 7);
    execution.gradient = gradient.data();
    objective.gradient(execution);
    for (const ParameterBlock& block : run.model.parameters().blocks())
      if (!block.learning.trainable) {
        EXPECT_EQ(gradient[static_cast<std::size_t>(block.offset)], 0) << block.name;
      }
  }
}

TEST(FrozenLayers, NothingIsPlannedBelowTheLowestThatLearns) {
  const auto plan_of = [](const std::string& first, const std::string& second, WorkspaceUse use) {
    const Model<float> model({layer<float>("a", R"({"type": "dense", "units": 3, )" + first + "}"),
                              layer<float>("b", R"({"type": "dense", "units": 3, )" + second + "}"),
                              layer<float>("c", R"({"type": "dense", "units": 1})")},
                             2, false);
    return plan_workspace(model, 4, use);
  };
  const std::string frozen = R"("trainable": false)", learns = R"("trainable": true)";
  const WorkspacePlan low = plan_of(frozen, learns, WorkspaceUse::training);
  EXPECT_EQ(low.nodes[0].dy, -1);
  EXPECT_EQ(low.nodes[1].store, std::vector{Store::skip});
  const WorkspacePlan both = plan_of(frozen, frozen, WorkspaceUse::training);
  EXPECT_EQ(both.nodes[1].dy, -1);
  EXPECT_EQ(both.nodes[2].store, std::vector{Store::skip});
  const WorkspacePlan middle = plan_of(learns, frozen, WorkspaceUse::training);
  EXPECT_GE(middle.nodes[0].dy, 0);
  EXPECT_GE(middle.nodes[1].dy, 0);
  EXPECT_FALSE(middle.nodes[1].learns);
  const WorkspacePlan shown = plan_of(frozen, frozen, WorkspaceUse::diagnostics);
  EXPECT_GE(shown.nodes[0].dy, 0);
  EXPECT_TRUE(shown.nodes[0].learns);
}

TEST(ParameterGroups, JoinNeighboursAndLeaveOutFrozenOnes) {
  const auto groups_of = [](const std::vector<std::string>& keys) {
    std::vector<LayerDescription<float>> layers;
    for (std::size_t i = 0; i < keys.size(); ++i)
      layers.push_back(layer<float>("l" + std::to_string(i), R"({"type": "dense", "units": 1)" + keys[i] + "}"));
    return Model<float>(std::move(layers), 1, false).parameters().groups();
  };
  using Groups = std::vector<ParameterGroup>;
  const std::string frozen = R"(, "trainable": false)", slow = R"(, "learning_rate_multiplier": 0.5)";
  EXPECT_EQ(groups_of({"", "", ""}), (Groups{{0, 6, 1}}));
  EXPECT_EQ(groups_of({frozen, "", ""}), (Groups{{2, 4, 1}}));
  EXPECT_EQ(groups_of({"", frozen, ""}), (Groups{{0, 2, 1}, {4, 2, 1}}));
  EXPECT_EQ(groups_of({slow, slow, ""}), (Groups{{0, 4, 0.5}, {4, 2, 1}}));
  EXPECT_EQ(groups_of({frozen, frozen}), Groups{});
}

TEST(ParameterGroups, LeaveLargeKernelsAlone) {
  std::vector<LayerDescription<float>> layers;
  for (const std::string units : {"3", "5000", "2", "1"})
    layers.push_back(layer<float>("l" + units, R"({"type": "dense", "units": )" + units + "}"));
  EXPECT_EQ(Model<float>(std::move(layers), 1, false).parameters().groups(),
            (std::vector<ParameterGroup>{
                {0, 6, 1}, {6, 15000, 1}, {15006, 5000, 1}, {20006, 10000, 1}, {30006, 2 + 2 + 1, 1}}));
}

}  // namespace
}  // namespace mlp::test
