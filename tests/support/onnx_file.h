#pragma once
// ONNX files, read back from the wire format of protocol buffers independently of the writer. The numbers of the fields
// are those of onnx.proto.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mlp/core/tensor.h"

namespace mlp::test {

/// A tensor of any numeric type, its elements as doubles.
struct OnnxTensor {
  std::string name;
  int type = 0;  // TensorProto.DataType: 1 float, 7 int64, 9 bool, 11 double, …
  Shape shape;
  std::vector<double> values;
};

struct OnnxNode {
  std::string op, name;
  std::vector<std::string> inputs, outputs;
  std::map<std::string, std::vector<double>> numbers;  // attributes: of one number, or of a list
  std::map<std::string, std::string> texts;

  double number(const std::string& attribute, double fallback) const {
    const auto found = numbers.find(attribute);
    return found == numbers.end() ? fallback : found->second.at(0);
  }
};

/// A named input or output of a graph; a size is written as text, be it a number or a letter.
struct OnnxValue {
  std::string name;
  int type = 0;
  std::vector<std::string> sizes;
};

struct OnnxModel {
  std::int64_t ir_version = 0;
  std::string producer, graph_name;
  std::map<std::string, std::int64_t> opsets;  // by domain; "" is the standard one
  std::map<std::string, std::string> metadata;
  std::vector<OnnxNode> nodes;
  std::vector<OnnxTensor> tensors;
  std::vector<OnnxValue> inputs, outputs;
};

/// From the bytes of a ModelProto or TensorProto; throw std::runtime_error where they are not.
OnnxModel parse_onnx_model(std::string_view bytes);
OnnxTensor parse_onnx_tensor(std::string_view bytes);

/// The values of the graph's outputs, in order, for inputs by name: a runtime for the operators of exported nets, each
/// a plain loop in double after its definition in ONNX's "Operators.md". Throws std::runtime_error for another
/// operator.
std::vector<OnnxTensor> run_onnx(const OnnxModel& model, const std::map<std::string, OnnxTensor>& inputs);

}  // namespace mlp::test
