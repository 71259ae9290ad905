// Layers against the ONNX project's test vectors. A tensor [samples, features], row-major, is byte for byte our
// (features × samples); where the features of a case are not its last axis, they are brought there.

#include <cmath>

#include "mlp/core/numbers.h"
#include "tests/onnx/run_layer.h"
#include "tests/onnx/vectors.h"

namespace mlp::test {
namespace {

/// Calls act(T{}) in both precisions.
template <class Act>
void in_both_precisions(const Act& act) {
  act(float{});
  act(double{});
}

std::string dense_layer(Index units, bool use_bias) {
  return R"({"type": "dense", "units": )" + std::to_string(units) + ", \"use_bias\": " + (use_bias ? "true" : "false") +
         "}";
}

OnnxTensor transposed(const OnnxTensor& a) {
  const Index rows = a.shape.at(0), columns = a.shape.at(1);
  OnnxTensor t{a.name, a.type, {columns, rows}, {}};
  for (Index j = 0; j < columns; ++j)
    for (Index i = 0; i < rows; ++i) t.values.push_back(a.values[static_cast<std::size_t>(i * columns + j)]);
  return t;
}

std::vector<double> scaled(std::vector<double> values, double factor) {
  for (double& value : values) value *= factor;
  return values;
}

/// A·B + c for a vector c, which may be empty, by a dense layer with the kernel B.
template <class T>
Matrix<T> dense_product(const std::vector<double>& a, const std::vector<double>& b, Index depth,
                        std::vector<double> c) {
  const auto units = static_cast<Index>(b.size()) / depth;
  if (c.size() == 1) c.resize(static_cast<std::size_t>(units), c[0]);
  LayerValues values{{b}, {}, false};
  if (!c.empty()) values.parameters.push_back(c);
  return run_layer<T>(dense_layer(units, !c.empty()), {columns_of<T>(a, depth)}, values).y;
}

class GemmVectors : public testing::TestWithParam<std::string> {};

// y = alpha·A·B + beta·C: alpha is a factor of the kernel, beta of the bias. A whole matrix C takes an add layer.
TEST_P(GemmVectors, AreReproduced) {
  const Vectors v = read_vectors(GetParam());
  const OnnxTensor a = v.node.number("transA", 0) == 1 ? transposed(v.inputs.at(0)) : v.inputs.at(0);
  const OnnxTensor b = v.node.number("transB", 0) == 1 ? transposed(v.inputs.at(1)) : v.inputs.at(1);
  const std::vector<double> kernel = scaled(b.values, v.node.number("alpha", 1));
  const std::vector<double> c =
      v.inputs.size() < 3 ? std::vector<double>{} : scaled(v.inputs[2].values, v.node.number("beta", 1));
  const bool is_matrix = v.inputs.size() == 3 && v.inputs[2].shape == v.outputs.at(0).shape && v.inputs[2].shape[0] > 1;
  in_both_precisions([&]<class T>(T) {
    Matrix<T> y = dense_product<T>(a.values, kernel, a.shape[1], is_matrix ? std::vector<double>{} : c);
    if (is_matrix) y = run_layer<T>(R"({"type": "add"})", {y, columns_of<T>(c, y.rows())}).y;
    expect_close(elements_of<T>(y), v.outputs[0].values, GetParam());
  });
}

INSTANTIATE_TEST_SUITE_P(Onnx, GemmVectors,
                         testing::Values("gemm_all_attributes", "gemm_alpha", "gemm_beta", "gemm_default_matrix_bias",
                                         "gemm_default_no_bias", "gemm_default_scalar_bias",
                                         "gemm_default_single_elem_vector_bias", "gemm_default_vector_bias",
                                         "gemm_default_zero_bias", "gemm_transposeA", "gemm_transposeB"),
                         [](const auto& one) { return one.param; });

// A stack of matrices is one product after the other.
TEST(MatMulVectors, AreReproduced) {
  for (const std::string name : {"matmul_2d", "matmul_3d", "matmul_4d"}) {
    const Vectors v = read_vectors(name);
    const Shape &a = v.inputs.at(0).shape, &b = v.inputs.at(1).shape;
    const auto size_a = static_cast<std::size_t>(a[a.size() - 2] * a.back());
    const auto size_b = static_cast<std::size_t>(b[b.size() - 2] * b.back());
    in_both_precisions([&]<class T>(T) {
      std::vector<double> found;
      for (std::size_t i = 0; i < v.inputs[0].values.size() / size_a; ++i) {
        const auto slice = [i](const OnnxTensor& t, std::size_t size) {
          return std::vector<double>(t.values.begin() + static_cast<std::ptrdiff_t>(i * size),
                                     t.values.begin() + static_cast<std::ptrdiff_t>((i + 1) * size));
        };
        const auto y =
            elements_of<T>(dense_product<T>(slice(v.inputs[0], size_a), slice(v.inputs[1], size_b), a.back(), {}));
        found.insert(found.end(), y.begin(), y.end());
      }
      expect_close(found, v.outputs.at(0).values, name);
    });
  }
}

// Where an input is shorter it is repeated along the axes before its own.
TEST(SumVectors, AreReproduced) {
  for (const std::string name : {"add", "add_bcast", "sum_example", "sum_two_inputs"}) {
    const Vectors v = read_vectors(name);
    const std::size_t size = v.outputs.at(0).values.size();
    in_both_precisions([&]<class T>(T) {
      std::vector<Matrix<T>> inputs;
      for (const OnnxTensor& input : v.inputs) {
        std::vector<double> values;
        while (values.size() < size) values.insert(values.end(), input.values.begin(), input.values.end());
        inputs.push_back(columns_of<T>(values, 1));
      }
      expect_close(elements_of<T>(run_layer<T>(R"({"type": "add"})", inputs).y), v.outputs[0].values, name);
    });
  }
}

class ConcatVectors : public testing::TestWithParam<std::string> {};

TEST_P(ConcatVectors, AreReproduced) {
  const Vectors v = read_vectors(GetParam());
  const auto axis = static_cast<Index>(v.node.number("axis", 0));
  in_both_precisions([&]<class T>(T) {
    std::vector<Matrix<T>> inputs;
    for (const OnnxTensor& input : v.inputs) inputs.push_back(rows_along<T>(input, axis));
    const Matrix<T> y = run_layer<T>(R"({"type": "concatenate"})", inputs).y;
    expect_close(elements_along<T>(y, v.outputs.at(0).shape, axis), v.outputs[0].values, GetParam());
  });
}

INSTANTIATE_TEST_SUITE_P(Onnx, ConcatVectors,
                         testing::Values("concat_1d_axis_0", "concat_1d_axis_negative_1", "concat_2d_axis_0",
                                         "concat_2d_axis_1", "concat_2d_axis_negative_1", "concat_2d_axis_negative_2",
                                         "concat_3d_axis_0", "concat_3d_axis_1", "concat_3d_axis_2",
                                         "concat_3d_axis_negative_1", "concat_3d_axis_negative_2",
                                         "concat_3d_axis_negative_3"),
                         [](const auto& one) { return one.param; });

// The largest of k numbers is a maxout unit of k inputs and k pieces, each of which is one of the inputs.
template <class T>
std::vector<double> largest_of_rows(const Matrix<T>& x) {
  const Matrix<double> unit = Matrix<double>::Identity(x.rows(), x.rows());
  const std::string layer =
      R"({"type": "maxout", "units": 1, "use_bias": false, "pieces": )" + std::to_string(x.rows()) + "}";
  return elements_of<T>(run_layer<T>(layer, {x}, {{elements_of<double>(unit)}, {}, false}).y);
}

TEST(MaxVectors, AreReproduced) {
  for (const std::string name : {"max_example", "max_one_input", "max_two_inputs", "max_float32", "max_float64"}) {
    const Vectors v = read_vectors(name);
    in_both_precisions([&]<class T>(T) {
      Matrix<T> x(static_cast<Index>(v.inputs.size()), static_cast<Index>(v.outputs.at(0).values.size()));
      for (Index i = 0; i < x.rows(); ++i) x.row(i) = columns_of<T>(v.inputs[static_cast<std::size_t>(i)].values, 1);
      expect_close(largest_of_rows<T>(x), v.outputs[0].values, name);
    });
  }
}

class ReduceMaxVectors : public testing::TestWithParam<std::string> {};

TEST_P(ReduceMaxVectors, AreReproduced) {
  const Vectors v = read_vectors(GetParam());
  const OnnxTensor& all = v.inputs.at(0);
  in_both_precisions([&]<class T>(T) {
    const Matrix<T> x = v.node.numbers.contains("axes")
                            ? rows_along<T>(all, static_cast<Index>(v.node.number("axes", 0)))
                            : columns_of<T>(all.values, static_cast<Index>(all.values.size()));
    expect_close(largest_of_rows<T>(x), v.outputs.at(0).values, GetParam());
  });
}

INSTANTIATE_TEST_SUITE_P(Onnx, ReduceMaxVectors,
                         testing::Values("reduce_max_default_axes_keepdim_example",
                                         "reduce_max_default_axes_keepdims_random",
                                         "reduce_max_do_not_keepdims_example", "reduce_max_do_not_keepdims_random",
                                         "reduce_max_keepdims_example", "reduce_max_keepdims_random",
                                         "reduce_max_negative_axes_keepdims_example",
                                         "reduce_max_negative_axes_keepdims_random"),
                         [](const auto& one) { return one.param; });

TEST(DropoutVectors, OfInferenceAreReproduced) {
  for (const std::string name :
       {"dropout_default", "dropout_default_ratio", "dropout_default_old", "dropout_random_old"}) {
    const Vectors v = read_vectors(name);
    const double rate = v.inputs.size() > 1 ? v.inputs[1].values.at(0) : v.node.number("ratio", 0.5);
    in_both_precisions([&]<class T>(T) {
      const auto result = run_layer<T>(R"({"type": "dropout", "rate": )" + shortest(rate) + "}",
                                       {columns_of<T>(v.inputs.at(0).values, 1)});
      expect_close(elements_of<T>(result.y), v.outputs.at(0).values, name);
    });
  }
}

TEST(DropoutVectors, OfTrainingWithoutChanceAreReproduced) {
  const Vectors v = read_vectors("training_dropout_zero_ratio");
  const auto result = run_layer<double>(R"({"type": "dropout", "rate": 0})",
                                        {columns_of<double>(v.inputs.at(0).values, 1)}, {{}, {}, true});
  expect_close(elements_of<double>(result.y), v.outputs.at(0).values, v.name);
}

}  // namespace
}  // namespace mlp::test
