// Activations against the ONNX project's test vectors. The parameters come from the attributes of each case.

#include "mlp/core/numbers.h"
#include "tests/onnx/run_layer.h"
#include "tests/onnx/vectors.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {
namespace {

template <class T>
Matrix<T> applied(const std::string& activation, const Matrix<T>& x) {
  TestArray<T> from(x.rows(), x.cols()), to(x.rows(), x.cols());
  from.out() = x.array();
  make_activation<T>(activation)->apply(from.in(), to.out());
  return to.in().matrix();
}

std::string with_parameter(const std::string& type, const std::string& key, double value) {
  return R"({"type": ")" + type + R"(", ")" + key + "\": " + shortest(value) + "}";
}

/// The activation of a config that the operator is, with the parameters that the case has.
std::string activation_of(const OnnxNode& node) {
  static const std::map<std::string, std::string> names{
      {"Relu", "relu"},         {"Sigmoid", "sigmoid"}, {"Tanh", "tanh"},         {"Selu", "selu"},
      {"Softplus", "softplus"}, {"Exp", "exponential"}, {"Softsign", "softsign"}, {"Identity", "linear"},
      {"Softmax", "softmax"},   {"Clip", "hard_tanh"}};
  if (node.op == "LeakyRelu") return with_parameter("leaky_relu", "negative_slope", node.number("alpha", 0.01));
  if (node.op == "Elu") return with_parameter("elu", "alpha", node.number("alpha", 1));
  return names.at(node.op);
}

void expect_elementwise(const std::string& name, const std::string& activation, bool times_input = false) {
  const Vectors v = read_vectors(name);
  const auto run = [&]<class T>(T) {
    const Matrix<T> x = columns_of<T>(v.inputs.at(0).values, 1);
    const Matrix<T> y = applied<T>(activation.empty() ? activation_of(v.node) : activation, x);
    expect_close(elements_of<T>(times_input ? Matrix<T>(y.array() * x.array()) : y), v.outputs.at(0).values, name);
  };
  run(float{});
  run(double{});
}

class ActivationVectors : public testing::TestWithParam<std::string> {};

TEST_P(ActivationVectors, AreReproduced) { expect_elementwise(GetParam(), ""); }

INSTANTIATE_TEST_SUITE_P(Onnx, ActivationVectors,
                         testing::Values("relu", "sigmoid", "sigmoid_example", "tanh", "tanh_example", "leakyrelu",
                                         "leakyrelu_default", "leakyrelu_example", "elu", "elu_default", "elu_example",
                                         "selu_default", "softplus", "softplus_example", "softsign", "softsign_example",
                                         "exp", "exp_example", "identity"),
                         [](const auto& one) { return one.param; });

// Cut to [−1, 1]; at most 0 from below, which is relu.
TEST(ClipVectors, AreReproduced) {
  for (const std::string name : {"clip", "clip_example"}) {
    const Vectors v = read_vectors(name);
    EXPECT_EQ(v.inputs.at(1).values, std::vector<double>{-1});
    EXPECT_EQ(v.inputs.at(2).values, std::vector<double>{1});
    expect_elementwise(name, "hard_tanh");
  }
  const Vectors v = read_vectors("clip_default_min");
  EXPECT_EQ(v.inputs.size(), 2u);
  EXPECT_EQ(v.inputs.at(1).values, std::vector<double>{0});
  expect_elementwise("clip_default_min", "relu");
}

// hard_swish = z · hard_sigmoid(z), with the slope 1/6 that is ours.
TEST(HardSwishVectors, AreReproduced) { expect_elementwise("hardswish", "hard_sigmoid", true); }

class SoftmaxVectors : public testing::TestWithParam<std::string> {};

TEST_P(SoftmaxVectors, AreReproduced) {
  const Vectors v = read_vectors(GetParam());
  const auto axis = static_cast<Index>(v.node.number("axis", -1));
  const auto run = [&]<class T>(T) {
    const Matrix<T> y = applied<T>("softmax", rows_along<T>(v.inputs.at(0), axis));
    expect_close(elements_along<T>(y, v.inputs[0].shape, axis), v.outputs.at(0).values, GetParam());
  };
  run(float{});
  run(double{});
}

INSTANTIATE_TEST_SUITE_P(Onnx, SoftmaxVectors,
                         testing::Values("softmax_axis_0", "softmax_axis_1", "softmax_axis_2", "softmax_default_axis",
                                         "softmax_example", "softmax_large_number", "softmax_negative_axis"),
                         [](const auto& one) { return one.param; });

// A slope for each unit, along the last axis, or for each element.
TEST(PreluVectors, AreReproduced) {
  for (const std::string name : {"prelu_broadcast", "prelu_example"}) {
    const Vectors v = read_vectors(name);
    const std::vector<double>& slopes = v.inputs.at(1).values;
    const auto run = [&]<class T>(T) {
      const Matrix<T> x = columns_of<T>(v.inputs.at(0).values, static_cast<Index>(slopes.size()));
      const auto result = run_layer<T>(R"({"type": "activation", "activation": "prelu"})", {x}, {{slopes}, {}, false});
      expect_close(elements_of<T>(result.y), v.outputs.at(0).values, name);
    };
    run(float{});
    run(double{});
  }
}

}  // namespace
}  // namespace mlp::test
