// The max-norm constraint by hand, and what it must not disturb.

#include "mlp/training/constraints.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "mlp/core/statistics.h"
#include "tests/support/catalog_layer.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

ParameterLayout constrained_layout(Index inputs, Index units, double longest) {
  ParameterLayout layout;
  layout.add("before", {3}, {1, 3, false}, {make_constant(0), {}, {}});
  layout.add("kernel", {inputs, units}, {inputs, units, true}, {make_constant(0), {}, {longest}});
  layout.add("after", {2}, {1, 2, false}, {make_constant(0), {}, {}});
  return layout;
}

// Two inputs, three units: kernel [2, 3] = ((3, 0.3, 0), (4, 0.4, 2)), norms 5, 0.5 and 2, at most 1 each.
TEST(MaxNorm, ShortensTheWeightsOfUnitsThatAreTooLong) {
  Buffer<double> w{7, 8, 9, 3, 0.3, 0, 4, 0.4, 2, 10, 11};
  apply_constraints(Threads(1), constrained_layout(2, 3, 1), w.data());
  const Buffer<double> expected{7, 8, 9, 3 / 5.0, 0.3, 0, 4 / 5.0, 0.4, 1, 10, 11};
  for (std::size_t i = 0; i < w.size(); ++i) EXPECT_DOUBLE_EQ(w[i], expected[i]) << i;
}

TEST(MaxNorm, LeavesWhatIsShortEnoughToTheLastBit) {
  const TestArray<float> kernel = random_array<float>(100, 70, "kernel");
  Buffer<float> w(5 + 7000), before;
  std::copy_n(kernel.data(), 7000, w.begin() + 3);
  before = w;
  apply_constraints(Threads(1), constrained_layout(70, 100, 100), w.data());
  EXPECT_EQ(w, before);
}

TEST(MaxNorm, GivesTheSameBitsForAnyNumberOfThreads) {
  constexpr Index inputs = 500, units = 301;
  const TestArray<float> kernel = random_array<float>(units, inputs, "kernel");
  const ParameterLayout layout = constrained_layout(inputs, units, 22);  // about half of them
  std::vector<Buffer<float>> results;
  for (const int threads : {1, 2, 3, 4}) {
    Buffer<float>& w = results.emplace_back(static_cast<std::size_t>(layout.size()));
    std::copy_n(kernel.data(), kernel.size(), w.begin() + 3);
    apply_constraints(Threads(threads), layout, w.data());
    EXPECT_EQ(w, results[0]) << threads;
  }
  Index shortened = 0;
  const Out<float> w(results[0].data() + 3, units, inputs);
  for (Index unit = 0; unit < units; ++unit) {
    EXPECT_LT(w.row(unit).matrix().cast<double>().norm(), 22 * (1 + 1e-6));
    shortened += (w.row(unit) != kernel.in().row(unit)).any();
  }
  EXPECT_GT(shortened, 100);
  EXPECT_LT(shortened, 220);
}

// A norm that is no number must end training, not be made to look sound.
TEST(MaxNorm, DoesNotHideThatTrainingDiverged) {
  for (const double wrong : {std::nan(""), std::numeric_limits<double>::infinity(), 1e200}) {
    Buffer<double> w{0, 0, 0, wrong, 1, 1, 1, 1, 1, 0, 0};
    apply_constraints(Threads(1), constrained_layout(2, 3, 1), w.data());
    EXPECT_TRUE(w[3] == wrong || std::isnan(wrong)) << wrong;
    EXPECT_DOUBLE_EQ(w[4], std::sqrt(0.5));
  }
}

TEST(MaxNorm, HoldsAfterEveryStepForDenseAndMaxout) {
  TrainingRun<float> run(
      {layer<float>("a", R"({"type": "dense", "units": 8, "kernel_constraint": {"max_norm": 0.5}})"),
       layer<float>("m", R"({"type": "maxout", "units": 4, "pieces": 3, "kernel_constraint": {"max_norm": 0.7}})"),
       layer<float>("free", R"({"type": "dense", "units": 1, "activation": "sigmoid"})")},
      "binary_crossentropy", true, random_samples<float>(3, 1, 40));
  run.schedule = std::make_unique<ConstantSchedule>(5);
  Trainer<float> trainer = run.trainer();
  TrainState<float> state = trainer.initial_state();
  Recorder<float> recorder;
  const auto longest = [&](const TrainState<float>& at, const char* name, Index outputs) {
    const ParameterBlock& block = *run.model.parameters().find(name);
    const In<float> w(at.parameters.data() + block.offset, outputs, block.size / outputs);
    return w.matrix().cast<double>().rowwise().norm().maxCoeff();
  };
  recorder.after_batch = [&](const TrainState<float>& at) {
    EXPECT_LT(longest(at, "a/kernel", 8), 0.5 * (1 + 1e-6));
    EXPECT_LT(longest(at, "m/kernel", 12), 0.7 * (1 + 1e-6));  // each piece by itself
  };
  trainer.run(state, recorder);
  EXPECT_GT(longest(state, "a/kernel", 8), 0.499);
  EXPECT_GT(longest(state, "free/kernel", 1), 1);
}

}  // namespace
}  // namespace mlp::test
