// One step of optimizers against the ONNX project's test vectors (ai.onnx.preview.training). Inputs are the rate R, the
// number T of steps made before, then all tensors X, all their gradients G, and their states. The gradient of ONNX's
// penalty, norm_coefficient·X, is part of G here.

#include <cmath>

#include "mlp/math/optimizers/adagrad.h"
#include "mlp/math/optimizers/adam.h"
#include "mlp/math/optimizers/sgd.h"
#include "tests/onnx/vectors.h"

namespace mlp::test {
namespace {

/// A case's tensors one behind the other, in groups (all X, all G, …), and the places where each group begins.
class Step {
 public:
  explicit Step(const std::string& name) : v(read_vectors(name)), tensors_((v.inputs.size() - 2) / states_of(v.node)) {
    EXPECT_EQ(v.inputs.at(1).values, std::vector<double>{0}) << "T";
    w = group(v.inputs, 2, 0);
    gradient = group(v.inputs, 2, 1);
    for (std::size_t i = 0; i < w.size(); ++i) gradient[i] += v.node.number("norm_coefficient", 0) * w[i];
    for (std::size_t i = 2; i < states_of(v.node); ++i) {
      const Buffer<double> state = group(v.inputs, 2, i);
      moments.insert(moments.end(), state.begin(), state.end());
    }
  }

  double rate() const { return v.inputs[0].values.at(0); }
  Index size() const { return static_cast<Index>(w.size()); }
  Slice<double> moment(Index i) { return Slice<double>(moments.data() + i * size(), size()); }

  void take(const ElementwiseOptimizer<double>& rule, const StepInfo& at) {
    rule.update(at, Slice<double>(w.data(), size()), ConstSlice<double>(gradient.data(), size()),
                Moments<double>(moments.data(), size(), size()), {});
  }

  /// X, then the states, as they must be.
  void expect_all() const {
    expect_close({w.begin(), w.end()}, list(group(v.outputs, 0, 0)), v.name + ", X");
    for (std::size_t i = 1; i + 1 < states_of(v.node); ++i) {
      const auto first = moments.begin() + static_cast<std::ptrdiff_t>((i - 1) * w.size());
      expect_close({first, first + size()}, list(group(v.outputs, 0, i)), v.name + ", state " + std::to_string(i));
    }
  }

  Vectors v;
  Buffer<double> w, gradient, moments;

 private:
  /// X, G, and what the rule remembers.
  static std::size_t states_of(const OnnxNode& node) { return node.op == "Adam" ? 4 : 3; }
  static std::vector<double> list(const Buffer<double>& values) { return {values.begin(), values.end()}; }

  Buffer<double> group(const std::vector<OnnxTensor>& from, std::size_t first, std::size_t number) const {
    Buffer<double> values;
    for (std::size_t i = 0; i < tensors_; ++i) {
      const std::vector<double>& tensor = from.at(first + number * tensors_ + i).values;
      values.insert(values.end(), tensor.begin(), tensor.end());
    }
    return values;
  }

  std::size_t tensors_;
};

TEST(AdagradVectors, AreReproduced) {
  for (const std::string name : {"adagrad", "adagrad_multiple"}) {
    Step step(name);
    // The sum of squares is there already, so this is not the first update; R decays with T, which is 0.
    step.take(Adagrad<double>(0, step.v.node.number("epsilon", 1e-6)), {.number = 2, .learning_rate = step.rate()});
    step.expect_all();
  }
}

// ONNX corrects no bias before the first step is over (T = 0): the corrections are 1, as ours are after many steps. The
// node of adam_multiple does not say that its numbers were made with epsilon 0.01: with the default, X would be off by
// 0.4 %, and with 0.01 all three elements are met.
TEST(AdamVectors, AreReproduced) {
  for (const std::string name : {"adam", "adam_multiple"}) {
    Step step(name);
    const OnnxNode& node = step.v.node;
    const double epsilon = name == "adam_multiple" ? 0.01 : node.number("epsilon", 1e-6);
    step.take(Adam<double>(node.number("alpha", 0.9), node.number("beta", 0.999), epsilon),
              {.number = 1'000'000, .learning_rate = step.rate()});
    step.expect_all();
  }
}

// ONNX's V has no rate in it: ours is −R·V. Before the first step (T = 0) beta does not count.
TEST(MomentumVectors, AreReproduced) {
  for (const std::string name : {"momentum", "momentum_multiple", "nesterov_momentum"}) {
    Step step(name);
    step.moment(0) *= -step.rate();
    step.take(Sgd<double>(step.v.node.number("alpha", 0.9), step.v.node.texts.at("mode") == "nesterov"),
              {.number = 1, .learning_rate = step.rate()});
    step.moment(0) /= -step.rate();
    step.expect_all();
  }
}

}  // namespace
}  // namespace mlp::test
