// Normalizations against the ONNX project's test vectors.

#include "mlp/core/numbers.h"
#include "tests/onnx/run_layer.h"
#include "tests/onnx/vectors.h"

namespace mlp::test {
namespace {

std::string layer_with_epsilon(const std::string& type, const OnnxNode& node) {
  return R"({"type": ")" + type + R"(", "epsilon": )" + shortest(node.number("epsilon", 1e-5)) + "}";
}

/// Units are the channels, axis 1; every position of every image is a sample.
template <class T>
LayerResult<T> batch_normalized(const Vectors& v, bool training) {
  const auto& in = v.inputs;
  return run_layer<T>(layer_with_epsilon("batch_normalization", v.node), {rows_along<T>(in.at(0), 1)},
                      {{in.at(1).values, in.at(2).values}, {in.at(3).values, in.at(4).values}, training});
}

template <class T>
void expect_batch_normalization(const std::string& name) {
  const Vectors v = read_vectors(name);
  const LayerResult<T> found = batch_normalized<T>(v, false);
  expect_close(elements_along<T>(found.y, v.outputs.at(0).shape, 1), v.outputs[0].values, name);
}

TEST(BatchNormalizationVectors, OfInferenceAreReproduced) {
  for (const std::string name : {"batchnorm_example", "batchnorm_epsilon"}) {
    expect_batch_normalization<float>(name);
    expect_batch_normalization<double>(name);
  }
}

// ONNX's running variance moves towards the biased variance of the batch, ours, as PyTorch's, towards n/(n − 1) of it;
// ONNX's momentum 0.9 is 0.1 here.
template <class T>
void expect_batch_normalization_in_training(const std::string& name) {
  const Vectors v = read_vectors(name);
  const LayerResult<T> found = batch_normalized<T>(v, true);
  expect_close(elements_along<T>(found.y, v.outputs.at(0).shape, 1), v.outputs[0].values, name);
  const std::size_t units = v.inputs[1].values.size();
  const auto middle = found.statistics.begin() + static_cast<std::ptrdiff_t>(units);
  expect_close({found.statistics.begin(), middle}, v.outputs.at(1).values, name + ", mean");
  const double kept = v.node.number("momentum", 0.9), n = static_cast<double>(found.y.cols());
  std::vector<double> variances(middle, found.statistics.end());
  for (std::size_t i = 0; i < units; ++i) {
    const double before = kept * v.inputs[4].values[i];
    variances[i] = before + (variances[i] - before) * (n - 1) / n;
  }
  expect_close(variances, v.outputs.at(2).values, name + ", variance");
}

TEST(BatchNormalizationVectors, OfTrainingAreReproduced) {
  for (const std::string name : {"batchnorm_example_training_mode", "batchnorm_epsilon_training_mode"}) {
    expect_batch_normalization_in_training<float>(name);
    expect_batch_normalization_in_training<double>(name);
  }
}

class LayerNormalizationVectors : public testing::TestWithParam<std::string> {};

/// Units are all indices from the axis on. The last row of aux is 1/√(v + ε).
template <class T>
void expect_layer_normalization(const Vectors& v) {
  const auto units = static_cast<Index>(v.inputs.at(1).values.size());
  const LayerResult<T> found =
      run_layer<T>(layer_with_epsilon("layer_normalization", v.node), {columns_of<T>(v.inputs[0].values, units)},
                   {{v.inputs[1].values, v.inputs.at(2).values}, {}, false});
  expect_close(elements_of<T>(found.y), v.outputs.at(0).values, v.name);
  expect_close(elements_of<T>(Matrix<T>(found.aux.row(units))), v.outputs.at(2).values, v.name + ", deviation");
}

TEST_P(LayerNormalizationVectors, AreReproduced) {
  const Vectors v = read_vectors(GetParam());
  expect_layer_normalization<float>(v);
  expect_layer_normalization<double>(v);
}

INSTANTIATE_TEST_SUITE_P(
    Onnx, LayerNormalizationVectors,
    testing::Values("layer_normalization_2d_axis0", "layer_normalization_2d_axis1",
                    "layer_normalization_2d_axis_negative_1", "layer_normalization_2d_axis_negative_2",
                    "layer_normalization_3d_axis0_epsilon", "layer_normalization_3d_axis1_epsilon",
                    "layer_normalization_3d_axis2_epsilon", "layer_normalization_3d_axis_negative_1_epsilon",
                    "layer_normalization_3d_axis_negative_2_epsilon", "layer_normalization_3d_axis_negative_3_epsilon",
                    "layer_normalization_4d_axis0", "layer_normalization_4d_axis1", "layer_normalization_4d_axis2",
                    "layer_normalization_4d_axis3", "layer_normalization_4d_axis_negative_1",
                    "layer_normalization_4d_axis_negative_2", "layer_normalization_4d_axis_negative_3",
                    "layer_normalization_4d_axis_negative_4", "layer_normalization_default_axis"),
    [](const auto& one) { return one.param; });

}  // namespace
}  // namespace mlp::test
