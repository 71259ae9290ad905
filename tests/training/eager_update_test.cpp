// Parameters that are updated while the backward pass goes on: the same bits as an update after it.

#include <gtest/gtest.h>

#include <cstring>
#include <map>

#include "mlp/model/workspace.h"
#include "tests/support/catalog_layer.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

/// More numbers than a near cache has, sizes that no tile divides, narrow and small layers, each kind of parameter, a
/// frozen layer and one with a learning rate of its own.
template <class T>
TrainingRun<T> large_run() {
  TrainingRun<T> run(
      {dense<T>("a", 331, {.activation = "relu", .kernel = {1e-5, 1e-4}, .bias = {1e-3, 0}}),
       layer<T>("b", R"({"type": "dense", "units": 203, "activation": "prelu", "learning_rate_multiplier": 0.5})"),
       layer<T>("frozen", R"({"type": "dense", "units": 203, "activation": "tanh", "trainable": false})"),
       layer<T>("normalized", R"({"type": "batch_normalization"})"),
       layer<T>("pieces", R"({"type": "maxout", "units": 21, "pieces": 3, "kernel_regularizer": {"l1": 1e-4}})"),
       layer<T>("narrow", R"({"type": "dense", "units": 9, "use_bias": false})"), dense<T>("small", 5),
       dense<T>("output", 5, {.activation = "softmax"})},
      "categorical_crossentropy", true, random_samples<T>(523, 5, 150));
  run.settings.epochs = 1;
  run.settings.batch_size = 31;  // the last step of the epoch keeps its gradient
  return run;
}

template <class T>
TrainState<T> trained(const TrainingRun<T>& run) {
  Trainer<T> trainer = run.trainer();
  TrainState<T> state = trainer.initial_state();
  Recorder<T> recorder;
  EXPECT_EQ(trainer.run(state, recorder), TrainingStatus::completed);
  EXPECT_EQ(state.step, 5);
  return state;
}

template <class T>
bool same_bits(const Buffer<T>& a, const Buffer<T>& b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}

template <class T>
void expect_the_bits_of_one_update_after_the_pass(const std::string& optimizer) {
  TrainingRun<T> run = large_run<T>();
  run.take_optimizer(make_optimizer(optimizer));
  if (run.optimizer->elementwise() == nullptr) return;
  const TrainState<T> eager = trained(run);
  run.settings.clip_value = 1e30;  // cuts nothing, but needs the whole gradient
  const TrainState<T> after = trained(run);
  EXPECT_TRUE(same_bits(eager.parameters, after.parameters)) << optimizer;
  EXPECT_TRUE(same_bits(eager.moments, after.moments)) << optimizer;
  EXPECT_EQ(eager.common, after.common) << optimizer;
}

TEST(EagerUpdate, HasTheBitsOfOneUpdateAfterThePass) {
  for (const std::string& optimizer : optimizer_cases()) {
    expect_the_bits_of_one_update_after_the_pass<float>(optimizer);
    if (!MLP_SANITIZED) expect_the_bits_of_one_update_after_the_pass<double>(optimizer);
  }
}

/// Keeps what it is handed, and counts how often.
struct Collector final : ParameterUpdate<float> {
  mutable std::vector<float> gradient;
  mutable std::vector<int> calls;
  mutable Index largest = 0;

  explicit Collector(Index size) : gradient(static_cast<std::size_t>(size)), calls(static_cast<std::size_t>(size), 0) {}
  void operator()(Index offset, Index count, float* values) const override {
    largest = std::max(largest, count);
    std::copy_n(values, count, gradient.begin() + offset);
    for (Index i = offset; i < offset + count; ++i) ++calls[static_cast<std::size_t>(i)];
  }
};

TEST(EagerUpdate, IsHandedTheGradientOfEachParameterThatLearnsOnce) {
  const TrainingRun<float> run = large_run<float>();
  const Model<float>& model = run.model;
  Trainer<float> trainer = run.trainer();
  TrainState<float> state = trainer.initial_state();
  Objective<float> objective(model, {*run.loss, {}}, 31, WorkspaceUse::training);
  std::vector<Index> which(31);
  for (Index j = 0; j < 31; ++j) which[static_cast<std::size_t>(j)] = j;
  run.training.gather(which, objective.inputs(), objective.targets());

  Buffer<float> gradient(static_cast<std::size_t>(model.parameters().size()));
  Execution<float> pass;
  pass.samples = 31;
  pass.training = true;
  pass.parameters = state.parameters.data();
  pass.gradient = gradient.data();
  pass.statistics = state.statistics.data();
  objective.evaluate(pass);
  Buffer<float> expected(gradient.size());
  pass.gradient = expected.data();
  model.backward(objective.workspace(), pass);

  const Collector collector(model.parameters().size());
  pass.gradient = gradient.data();
  pass.update = &collector;
  objective.evaluate(pass);
  objective.differentiate(pass);
  for (const ParameterBlock& block : model.parameters().blocks()) {
    for (Index i = block.offset; i < block.offset + block.size; ++i) {
      const auto at = static_cast<std::size_t>(i);
      ASSERT_EQ(collector.calls[at], block.learning.trainable ? 1 : 0) << block.name << ", number " << i - block.offset;
      if (!block.learning.trainable) continue;
      ASSERT_EQ(collector.gradient[at], expected[at]) << block.name;
    }
  }
  EXPECT_LE(collector.largest, 24 * 1024) << "a large kernel comes in pieces";
}

}  // namespace
}  // namespace mlp::test
