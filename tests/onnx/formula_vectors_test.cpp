// The functions of formulas against the ONNX project's test vectors, and operators that are no activation of ours but
// can be written as a formula.

#include <nlohmann/json.hpp>

#include "mlp/core/numbers.h"
#include "tests/onnx/vectors.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {
namespace {

/// The operator as an expression of z, with the numbers that the case has.
std::string expression_of(const OnnxNode& node) {
  static const std::map<std::string, std::string> expressions{{"Abs", "abs(z)"},
                                                              {"Cos", "cos(z)"},
                                                              {"Erf", "erf(z)"},
                                                              {"Exp", "exp(z)"},
                                                              {"Log", "log(z)"},
                                                              {"Neg", "-z"},
                                                              {"Reciprocal", "1/z"},
                                                              {"Relu", "relu(z)"},
                                                              {"Sin", "sin(z)"},
                                                              {"Sqrt", "sqrt(z)"},
                                                              {"Sigmoid", "sigmoid(z)"},
                                                              {"Tanh", "tanh(z)"},
                                                              {"Softsign", "z/(1+abs(z))"},
                                                              {"Softplus", "softplus(z)"},
                                                              {"Sign", "where(z > 0, 1, where(z < 0, -1, 0))"}};
  const auto number = [&](const char* key, double fallback) { return shortest(node.number(key, fallback)); };
  if (node.op == "Elu" || node.op == "Selu") {
    const bool scaled = node.op == "Selu";  // with any alpha and gamma, where the activation selu has its own
    return (scaled ? number("gamma", 1.0507) : "1") + "*where(z > 0, z, " + number("alpha", scaled ? 1.67326 : 1) +
           "*expm1(z))";
  }
  if (node.op == "Celu") return "max(0, z) + min(0, " + number("alpha", 1) + "*expm1(z/" + number("alpha", 1) + "))";
  if (node.op == "HardSigmoid") return "max(0, min(1, " + number("alpha", 0.2) + "*z + " + number("beta", 0.5) + "))";
  if (node.op == "HardSwish") return "z*max(0, min(1, z/6 + 0.5))";
  if (node.op == "LeakyRelu") return "where(z < 0, " + number("alpha", 0.01) + "*z, z)";
  if (node.op == "ThresholdedRelu") return "where(z > " + number("alpha", 1) + ", z, 0)";
  return expressions.at(node.op);
}

class FormulaVectors : public testing::TestWithParam<std::string> {};

TEST_P(FormulaVectors, AreReproduced) {
  const Vectors v = read_vectors(GetParam());
  const auto run = [&]<class T>(T) {
    const nlohmann::json formula{{"type", "formula"}, {"expression", expression_of(v.node)}};
    const Matrix<T> z = columns_of<T>(v.inputs.at(0).values, 1);
    TestArray<T> from(z.rows(), z.cols()), to(z.rows(), z.cols());
    from.out() = z.array();
    make_activation<T>(formula.dump())->apply(from.in(), to.out());
    expect_close(elements_of<T>(to.in().matrix()), v.outputs.at(0).values, GetParam());
  };
  run(float{});
  run(double{});
}

INSTANTIATE_TEST_SUITE_P(Onnx, FormulaVectors,
                         testing::Values("abs", "celu", "cos", "cos_example", "elu", "erf", "exp", "hardsigmoid",
                                         "hardsigmoid_default", "hardsigmoid_example", "hardswish", "leakyrelu", "log",
                                         "log_example", "neg", "neg_example", "reciprocal", "reciprocal_example",
                                         "relu", "selu", "selu_default", "selu_example", "sigmoid", "sign", "sin",
                                         "sin_example", "softplus", "softsign", "sqrt", "sqrt_example", "tanh",
                                         "thresholdedrelu", "thresholdedrelu_default", "thresholdedrelu_example"),
                         [](const auto& one) { return one.param; });

}  // namespace
}  // namespace mlp::test
