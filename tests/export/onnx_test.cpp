// ONNX files, read back by a reader of the tests, and run by a runtime of the tests (tests/support/onnx_file.h). ONNX
// Runtime itself runs other nets in scripts/check_export.sh.

#include "mlp/export/onnx.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "mlp/core/error.h"
#include "net_support.h"
#include "tests/support/temporary_folder.h"

namespace mlp::test {
namespace {

const Catalog& catalog() {
  static const Catalog builtin = builtin_catalog();
  return builtin;
}

std::string dense(const std::string& activation, int units = 4) {
  return R"({"type": "dense", "units": )" + std::to_string(units) + R"(, "activation": )" + activation + "}";
}

/// The file's outputs are those of the library. The parameters are float32 numbers, so only constants are rounded.
void expect_same(const NetCase& net, const std::string& what) {
  const Matrix<double> expected = net.predicted(), found = net.computed();
  ASSERT_EQ(found.rows(), expected.rows()) << what;
  EXPECT_LT((found - expected).cwiseAbs().maxCoeff(), 1e-6) << what;
  EXPECT_GT(expected.cwiseAbs().maxCoeff(), 1e-3) << what << ": all zeros would prove nothing";
}

/// Components of a config, one a catalog's name and its other forms.
std::vector<std::string> activation_forms() {
  std::vector<std::string> forms{R"({"type": "leaky_relu", "negative_slope": 0.3})",
                                 R"({"type": "prelu", "shared": true})", R"({"type": "elu", "alpha": 0.5})",
                                 R"({"type": "softplus", "beta": 3})", R"({"type": "gelu", "approximate": "tanh"})"};
  for (const std::string& name : catalog().activations.names())
    if (name != "formula") forms.push_back("\"" + name + "\"");
  return forms;
}

std::string formula(const std::string& expression) {
  return R"({"type": "formula", "expression": ")" + expression + "\"}";
}

TEST(Onnx, HasEveryActivationOfTheCatalog) {
  for (const std::string& name : catalog().activations.names())
    EXPECT_TRUE(onnx_activations().contains(name)) << "add \"" << name << "\" to src/export/onnx_activations.cpp";
}

TEST(Onnx, HasEveryLayerOfTheCatalog) {
  for (const std::string& name : catalog().layers.names())
    EXPECT_TRUE(onnx_layers().contains(name)) << "add \"" << name << "\" to src/export/onnx_layers.cpp";
}

TEST(Onnx, ComputesEveryActivationInADenseLayerAndAlone) {
  for (const std::string& form : activation_forms()) {
    expect_same(NetCase("[" + dense(form) + "]"), "in a dense layer: " + form);
    expect_same(NetCase("[" + dense("\"linear\"") + R"(, {"type": "activation", "activation": )" + form + "}]"), form);
  }
}

// Every operation of a formula, truth values used as numbers included.
TEST(Onnx, ComputesFormulas) {
  for (const std::string expression :
       {"z * sigmoid(1.702*z)", "where(z > 0.1, z, where(z <= -0.5, -1, z/2))", "(z < 0.3) - 2*(z >= -0.2)",
        "z * (z != 0) + (z == 0)", "max(z, -0.1, z/3) + min(z, 0.4)", "abs(z)^1.5 - z^3 + 2^z - -z",
        "exp(z) + expm1(z/2) + log(2 + z^2) + log1p(z^2)", "sqrt(1 + z^2) - sin(z) + cos(2*z)",
        "tanh(z) + relu(z) - softplus(z)", "erf(z) + erfc(z/2) + pi*z", "0.5 + where(z, z, 1)"}) {
    const NetCase alone("[" + dense("\"linear\"") + R"(, {"type": "activation", "activation": )" + formula(expression) +
                        "}]");
    expect_same(alone, expression);
  }
}

TEST(Onnx, RefusesNumbersOfFormulasThatFloat32CannotHold) {
  const NetCase net("[" + dense(formula("z * 1e300 / 1e300")) + "]");
  EXPECT_EQ(message_of<InputError>([&] { onnx_bytes(net.exported()); }),
            "the formula has the number 1e+300, which is too large for float32, which ONNX files are in");
}

TEST(Onnx, ComputesEveryLayer) {
  for (const std::string layer :
       {R"({"type": "dense", "units": 2, "use_bias": false})", R"({"type": "maxout", "units": 3, "pieces": 4})",
        R"({"type": "maxout", "units": 2, "pieces": 1, "use_bias": false})", R"({"type": "dropout", "rate": 0.5})",
        R"({"type": "alpha_dropout", "rate": 0.5})", R"({"type": "gaussian_noise", "stddev": 1})",
        R"({"type": "batch_normalization", "epsilon": 0.1})", R"({"type": "layer_normalization", "epsilon": 0.1})"})
    expect_same(NetCase("[" + dense("\"tanh\"") + ", " + layer + "]"), layer);
}

TEST(Onnx, ComputesAnyGraph) {
  const std::string branches = R"([
    {"type": "dense", "name": "left", "units": 3, "activation": "tanh"},
    {"type": "dense", "name": "right", "units": 3, "activation": "elu", "inputs": ["input"]},
    {"type": "add", "name": "sum", "inputs": ["left", "right", "input"]},
    {"type": "concatenate", "name": "all", "inputs": ["sum", "input", "left"]},
    {"type": "dense", "units": 2, "activation": "sigmoid"}])";
  expect_same(NetCase(branches), "branches");
  expect_same(NetCase(branches, true), "branches of scaled features");
  expect_same(NetCase(R"([{"type": "dropout", "rate": 0.5}])", true), "nothing but the scaling");
  expect_same(NetCase(R"([{"type": "activation", "activation": "linear"}])"), "nothing at all");
}

TEST(Onnx, GivesProbabilitiesWhereTheLossIncludesTheOutput) {
  expect_same(NetCase("[" + dense("\"sigmoid\"", 1) + "]", false, R"("loss": "binary_crossentropy")"), "sigmoid");
  expect_same(NetCase("[" + dense("\"softmax\"", 3) + "]", false, R"("loss": "categorical_crossentropy")"), "softmax");
}

TEST(Onnx, GivesTargetsInTheirOwnUnits) {
  NetCase net("[" + dense("\"tanh\"") + ", " + dense("\"linear\"", 2) + "]");
  const Matrix<double> scaled = net.computed();
  net.file().data.target_scaling = {ScalingKind::standardize, {100, -3}, {8, 0.5}};
  Matrix<double> expected = scaled;
  expected.row(0) = 8 * scaled.row(0).array() + 100;
  expected.row(1) = 0.5 * scaled.row(1).array() - 3;
  EXPECT_LT((net.computed() - expected).cwiseAbs().maxCoeff(), 1e-12);
}

TEST(Onnx, GivesWhatAnAutoencoderMakesOfItsInputsInTheirUnits) {
  NetCase net("[" + dense("\"linear\"", 3) + "]", true);
  const Matrix<double> scaled = net.computed();
  net.file().data.task = Task::autoencoder;
  Matrix<double> expected = scaled;
  for (Index i = 0; i < 3; ++i)
    for (Index j = 0; j < NetCase::samples; ++j) expected(i, j) = net.file().data.scaling.undo(scaled(i, j), i);
  EXPECT_LT((net.computed() - expected).cwiseAbs().maxCoeff(), 1e-12);
}

// A net that gives back its features shows what stands in the place of one that is missing.
TEST(Onnx, PutsMeansInThePlaceOfMissingFeatures) {
  NetCase net(R"([{"type": "activation", "activation": "linear"}])");
  net.file().data.replacements = {5, -7, 0.25};
  const double missing = std::nan("");
  const OnnxTensor input{"input", 1, {2, 3}, {missing, 2, 3, 4, missing, missing}};
  const OnnxTensor output = run_onnx(net.onnx(), {{"input", input}}).at(0);
  EXPECT_EQ(output.values, (std::vector<double>{5, 2, 3, 4, -7, 0.25}));
}

TEST(Onnx, FileSaysWhatItIs) {
  const OnnxModel model =
      NetCase("[" + dense("\"softmax\"", 2) + "]", true, R"("loss": "categorical_crossentropy")").onnx();
  EXPECT_EQ(model.ir_version, 7);
  EXPECT_EQ(model.opsets, (std::map<std::string, std::int64_t>{{"", 13}}));
  EXPECT_EQ(model.producer, "mlp");
  EXPECT_EQ(model.graph_name, "a net");
  EXPECT_EQ(model.metadata.at("name"), "a net");
  EXPECT_EQ(model.metadata.at("task"), "multiclass_classification");
  EXPECT_EQ(model.metadata.at("feature_names"), R"(["a","b","c"])");
  EXPECT_EQ(model.metadata.at("target_names"), "[]");
  EXPECT_EQ(model.metadata.at("class_names"), R"(["no","yes \"quoted\""])");
  ASSERT_EQ(model.inputs.size(), 1u);
  EXPECT_EQ(model.inputs[0].name, "input");
  EXPECT_EQ(model.inputs[0].type, 1);  // float
  EXPECT_EQ(model.inputs[0].sizes, (std::vector<std::string>{"N", "3"}));
  ASSERT_EQ(model.outputs.size(), 1u);
  EXPECT_EQ(model.outputs[0].name, "output");
  EXPECT_EQ(model.outputs[0].sizes, (std::vector<std::string>{"N", "2"}));
}

TEST(Onnx, OperatorsStandInOrderAndAreNamedByTheirLayers) {
  const OnnxModel model = NetCase("[" + dense("\"softmax\"", 2) + "]", true).onnx();
  std::vector<std::string> operators, names, tensors;
  for (const OnnxNode& node : model.nodes) {
    operators.push_back(node.op);
    names.push_back(node.outputs.at(0));
  }
  for (const OnnxTensor& tensor : model.tensors) tensors.push_back(tensor.name + " " + text_of(tensor.shape));
  EXPECT_EQ(operators, (std::vector<std::string>{"Sub", "Div", "Gemm", "Softmax", "Identity"}));
  EXPECT_EQ(names,
            (std::vector<std::string>{"scaling/Sub", "scaling/Div", "dense_1/Gemm", "dense_1/Softmax", "output"}));
  EXPECT_EQ(tensors, (std::vector<std::string>{"scaling/shift [3]", "scaling/scale [3]", "dense_1/kernel [3, 2]",
                                               "dense_1/bias [2]"}));
}

// A name of a layer may be that of the scaling, of the output, or of an operator with a number.
TEST(Onnx, NamesOfValuesDiffer) {
  for (const std::string name : {"scaling", "output", "net"}) {
    const OnnxModel model = NetCase(R"([{"type": "dense", "units": 3, "activation": "mish", "name": ")" + name +
                                        R"("}, {"type": "layer_normalization"}])",
                                    true)
                                .onnx();
    std::set<std::string> names{"input"};
    for (const OnnxTensor& tensor : model.tensors) EXPECT_TRUE(names.insert(tensor.name).second) << tensor.name;
    for (const OnnxNode& node : model.nodes) EXPECT_TRUE(names.insert(node.outputs[0]).second) << node.outputs[0];
  }
}

TEST(Onnx, RefusesWhatFloat32CannotHold) {
  NetCase net("[" + dense("\"relu\"") + "]", true, std::string(of_numbers) + R"(, "precision": "float64")");
  const auto message = [&] { return message_of<InputError>([&] { onnx_bytes(net.exported()); }); };
  EXPECT_EQ(message(), "");
  net.file().data.scaling.scale[1] = 1e-60;
  EXPECT_EQ(message(),
            "the scaling of the feature \"b\" (its scale) is out of the range of float32, which ONNX files are in");
  net.file().data.scaling.scale[1] = 1;
  net.file().data.target_scaling = {ScalingKind::minmax, {0, 0, 0, 1e300}, {1, 1, 1, 1}};
  EXPECT_EQ(message(),
            "the scaling of the target \"t3\" (its shift) is out of the range of float32, which ONNX files are in");
  net.file().data.target_scaling = {};
  const std::vector<double> large(4, 1e300);
  for (Tensor& tensor : net.file().tensors)
    if (tensor.name == "dense_1/bias") tensor = tensor_of<double>(tensor.name, tensor.shape, large);
  EXPECT_EQ(message(), "tensor \"dense_1/bias\" has numbers too large for float32, which ONNX files are in");
}

TEST(Onnx, NamesWhatItHasNoOperatorsFor) {
  ExportedNet net = NetCase("[" + dense("\"relu\"") + "]").exported();
  const auto message = [&] { return message_of<InputError>([&] { onnx_bytes(net); }); };
  net.layers[0].settings.set("activation", Tree::of("swish"));
  EXPECT_EQ(message(),
            "layer \"dense_1\": the activation \"swish\" is not known in terms of ONNX's operators; .json, .npz and "
            ".safetensors take any net");
  net.layers[0].type = "scale";
  EXPECT_EQ(message(),
            "layer \"dense_1\": the type \"scale\" is not known in terms of ONNX's operators; .json, .npz and "
            ".safetensors take any net");
}

TEST(ExportedNet, RefusesTensorsThatDoNotFit) {
  NetCase net("[" + dense("\"relu\"") + "]");
  net.file().tensors.pop_back();
  const std::string message = message_of<InputError>([&] { net.exported(); });
  EXPECT_EQ(message.find("a file: tensor \"dense_1/bias\" is missing"), 0u) << message;
}

}  // namespace
}  // namespace mlp::test
