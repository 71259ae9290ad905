#include "tests/onnx/vectors.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <stdexcept>

#include "tests/support/temporary_folder.h"

namespace mlp::test {
namespace {

std::vector<OnnxTensor> tensors_in(const std::filesystem::path& folder, const std::string& what) {
  std::vector<OnnxTensor> tensors;
  for (int i = 0; std::filesystem::exists(folder / (what + std::to_string(i) + ".pb")); ++i)
    tensors.push_back(parse_onnx_tensor(bytes_of(folder / (what + std::to_string(i) + ".pb"))));
  return tensors;
}

/// Elements between two neighbours along the axis: the product of the sizes behind it.
Index stride_of(const Shape& shape, Index axis) {
  Index stride = 1;
  for (auto i = static_cast<std::size_t>(axis) + 1; i < shape.size(); ++i) stride *= shape[i];
  return stride;
}

/// Calls act(row, column, place of the element) for each.
template <class Act>
void for_each_along(const Shape& shape, Index axis, const Act& act) {
  if (axis < 0) axis += static_cast<Index>(shape.size());
  const Index size = shape.at(static_cast<std::size_t>(axis)), stride = stride_of(shape, axis);
  const auto count = static_cast<Index>(count_of(shape));
  for (Index at = 0; at < count; ++at) act(at / stride % size, at / (stride * size) * stride + at % stride, at);
}

}  // namespace

Vectors read_vectors(const std::string& name) {
  const std::filesystem::path folder = std::filesystem::path(MLP_ONNX_VECTORS) / ("test_" + name);
  if (!std::filesystem::exists(folder / "model.onnx"))
    throw std::runtime_error("no test vectors in " + folder.string() +
                             ": they are Debian's package libonnx-testdata (docs/dependencies.md)");
  const OnnxModel model = parse_onnx_model(bytes_of(folder / "model.onnx"));
  if (model.nodes.size() != 1) throw std::runtime_error(name + " is a graph of several operators");
  Vectors vectors{name, model.nodes[0], tensors_in(folder / "test_data_set_0", "input_"),
                  tensors_in(folder / "test_data_set_0", "output_")};
  if (vectors.outputs.empty()) throw std::runtime_error("no expected outputs in " + folder.string());
  return vectors;
}

void expect_close(const std::vector<double>& found, const std::vector<double>& expected, const std::string& what) {
  ASSERT_EQ(found.size(), expected.size()) << what;
  for (std::size_t i = 0; i < expected.size(); ++i)
    EXPECT_NEAR(found[i], expected[i], 1e-3 * std::abs(expected[i]) + 1e-7) << what << ", element " << i;
}

template <class T>
Matrix<T> rows_along(const OnnxTensor& tensor, Index axis) {
  const auto places = static_cast<std::size_t>(axis < 0 ? axis + static_cast<Index>(tensor.shape.size()) : axis);
  const Index size = tensor.shape.at(places);
  Matrix<T> matrix(size, static_cast<Index>(tensor.values.size()) / size);
  for_each_along(tensor.shape, axis, [&](Index row, Index column, Index at) {
    matrix(row, column) = static_cast<T>(tensor.values[static_cast<std::size_t>(at)]);
  });
  return matrix;
}

template <class T>
std::vector<double> elements_along(const Matrix<T>& matrix, const Shape& shape, Index axis) {
  std::vector<double> values(count_of(shape));
  for_each_along(shape, axis, [&](Index row, Index column, Index at) {
    values[static_cast<std::size_t>(at)] = static_cast<double>(matrix(row, column));
  });
  return values;
}

template <class T>
Matrix<T> columns_of(const std::vector<double>& values, Index rows) {
  Matrix<T> matrix(rows, static_cast<Index>(values.size()) / rows);
  std::transform(values.begin(), values.end(), matrix.data(), [](double v) { return static_cast<T>(v); });
  return matrix;
}

template <class T>
std::vector<double> elements_of(const Matrix<T>& matrix) {
  return {matrix.data(), matrix.data() + matrix.size()};
}

#define MLP_INSTANTIATE(T)                                                            \
  template Matrix<T> rows_along(const OnnxTensor&, Index);                            \
  template std::vector<double> elements_along(const Matrix<T>&, const Shape&, Index); \
  template Matrix<T> columns_of(const std::vector<double>&, Index);                   \
  template std::vector<double> elements_of(const Matrix<T>&);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp::test
