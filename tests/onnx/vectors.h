#pragma once
// The ONNX project's own test vectors: for each case a graph of one operator, what goes in and what must come out
// (github.com/onnx/onnx, onnx/backend/test/data/node; Debian's package libonnx-testdata). The folder is found by CMake.
//
// Every case runs whose operator and attributes are those of an activation, a layer, a loss or an optimizer here, or of
// a function of formulas of one variable. Of operators that look alike are left out: NegativeLogLikelihoodLoss (its
// inputs are log-probabilities, and those of the cases are not even normalized; our losses take logits);
// SoftmaxCrossEntropyLoss with ignore_index, and Dropout that drops in training (its random numbers are not ours),
// which have no counterpart; Sum of one tensor (an add layer joins two or more); integers and half precision; and cases
// named *_expanded, the same numbers for a graph of other operators. Gelu, Mish and Silu have no cases of their own in
// ONNX 1.12.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "mlp/core/types.h"
#include "tests/support/onnx_file.h"

namespace mlp::test {

struct Vectors {
  std::string name;
  OnnxNode node;
  std::vector<OnnxTensor> inputs, outputs;  // in the order of the node's that are not left out
};

/// The case test_NAME. Throws std::runtime_error where it is not there, and says where it comes from.
Vectors read_vectors(const std::string& name);

/// Has every value close to the expected one, as near as ONNX's own runner of these tests wants it: 10⁻³ of it + 10⁻⁷.
void expect_close(const std::vector<double>& found, const std::vector<double>& expected, const std::string& what);

/// The tensor as a matrix that has the axis (negative: from the last) as its rows and all other indices, row-major, as
/// its columns; and the elements of such a matrix in the tensor's order again.
template <class T>
Matrix<T> rows_along(const OnnxTensor& tensor, Index axis);
template <class T>
std::vector<double> elements_along(const Matrix<T>& matrix, const Shape& shape, Index axis);

/// The elements in memory's order, as a matrix of so many rows.
template <class T>
Matrix<T> columns_of(const std::vector<double>& values, Index rows);
template <class T>
std::vector<double> elements_of(const Matrix<T>& matrix);

}  // namespace mlp::test
