// No case is forgotten: each of one of our operators, in a precision of ours, is run by a test of this folder, or left
// out for a reason that is written here.

#include <algorithm>
#include <filesystem>
#include <set>

#include "tests/onnx/vectors.h"
#include "tests/support/temporary_folder.h"

namespace mlp::test {
namespace {

namespace fs = std::filesystem;

/// What activations, functions of formulas, layers, losses and optimizers are called in ONNX, where any of its cases
/// has our attributes, or is a formula of one variable.
const std::set<std::string>& our_operators() {
  static const std::set<std::string> names{"Relu",
                                           "Sigmoid",
                                           "Tanh",
                                           "LeakyRelu",
                                           "Elu",
                                           "Selu",
                                           "Softplus",
                                           "Softsign",
                                           "Exp",
                                           "Identity",
                                           "Clip",
                                           "HardSwish",
                                           "HardSigmoid",
                                           "ThresholdedRelu",
                                           "Celu",
                                           "Abs",
                                           "Sign",
                                           "Neg",
                                           "Reciprocal",
                                           "Sqrt",
                                           "Log",
                                           "Sin",
                                           "Cos",
                                           "Erf",
                                           "Softmax",
                                           "LogSoftmax",
                                           "PRelu",
                                           "Gemm",
                                           "MatMul",
                                           "Add",
                                           "Sum",
                                           "Concat",
                                           "Max",
                                           "ReduceMax",
                                           "Dropout",
                                           "BatchNormalization",
                                           "LayerNormalization",
                                           "Adagrad",
                                           "Adam",
                                           "Momentum",
                                           "SoftmaxCrossEntropyLoss"};
  return names;
}

/// Cases of these operators that are something else than ours.
const std::map<std::string, std::string>& left_out() {
  static const std::map<std::string, std::string> reasons{
      {"clip_default_inbounds", "without bounds"},
      {"clip_default_max", "bounded by 0 from above"},
      {"clip_inbounds", "bounds of -5 and 5"},
      {"clip_outbounds", "bounds of -5 and 5"},
      {"clip_splitbounds", "bounds of -5 and 5"},
      {"sum_one_input", "an add layer joins two or more"},
      {"dropout_default_mask", "the mask, beside the output of dropout_default"},
      {"dropout_default_mask_ratio", "the mask, beside the output of dropout_default_ratio"},
      {"training_dropout", "drops by random numbers that are not ours"},
      {"training_dropout_default", "drops by random numbers that are not ours"},
      {"training_dropout_default_mask", "drops by random numbers that are not ours"},
      {"training_dropout_mask", "drops by random numbers that are not ours"},
      {"training_dropout_zero_ratio_mask", "the mask, beside the output of training_dropout_zero_ratio"}};
  return reasons;
}

/// The text of all tests of this folder: a case that one of them runs stands there in quotes.
std::string text_of_the_tests() {
  std::string text;
  for (const fs::directory_entry& file : fs::directory_iterator(fs::path(MLP_SOURCE_DIR) / "tests/onnx"))
    if (file.path().filename().string().ends_with("_vectors_test.cpp")) text += bytes_of(file.path());
  return text;
}

bool is_of_our_precisions(const OnnxModel& model) {
  constexpr int single = 1, two_fold = 11;  // TensorProto.DataType
  const int type = model.inputs.at(0).type;
  return type == single || type == two_fold;
}

TEST(OnnxVectors, AreAllRunOrLeftOutForAReason) {
  const std::string tests = text_of_the_tests();
  std::size_t cases = 0, skipped = 0;
  for (const fs::directory_entry& folder : fs::directory_iterator(MLP_ONNX_VECTORS)) {
    const std::string name = folder.path().filename().string().substr(5);  // without "test_"
    if (name.ends_with("_expanded") || name.find("_expanded_") != std::string::npos) continue;
    const OnnxModel model = parse_onnx_model(bytes_of(folder.path() / "model.onnx"));
    if (model.nodes.size() != 1 || !our_operators().contains(model.nodes[0].op)) continue;
    if (!is_of_our_precisions(model) || model.nodes[0].numbers.contains("ignore_index")) continue;
    if (left_out().contains(name))
      ++skipped;
    else
      EXPECT_NE(tests.find("\"" + name + "\""), std::string::npos) << name << " is not run";
    ++cases;
  }
  EXPECT_EQ(skipped, left_out().size());  // those that are left out are all there
  EXPECT_GE(cases - skipped, 150u);
}

}  // namespace
}  // namespace mlp::test
