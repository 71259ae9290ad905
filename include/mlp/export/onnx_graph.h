#pragma once
// An ONNX graph under construction: a list of operators, each of which reads values and names the one that it makes.
// A value is named by the layer that it belongs to and the operator, "dense_1/Gemm"; numbers that never change, such as
// weights, are tensors that the graph holds. onnx.ai/onnx/intro/concepts.html; the numbers of the fields are those of
// onnx.proto.

#include <cstdint>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mlp/core/tensor.h"
#include "mlp/export/protobuf.h"

namespace mlp {

/// A property of an operator that is fixed when the graph is made: {"alpha", 0.01F}.
struct OnnxAttribute {
  std::string_view name;
  std::variant<float, std::int64_t, std::vector<std::int64_t>> value;
};

using OnnxAttributes = std::initializer_list<OnnxAttribute>;

class OnnxGraph {
 public:
  /// Operators are of opset 13, which has all that is needed and which every runtime since 2020 knows; IR version 7 is
  /// the file format of that time.
  static constexpr std::int64_t opset = 13, ir_version = 7;

  explicit OnnxGraph(std::string name) : name_(std::move(name)) {}

  /// The names of values from now on begin with `layer` and a slash.
  void begin_layer(std::string_view layer) { layer_ = layer; }

  /// Adds an operator; returns the name of its output.
  std::string add(std::string_view op, std::span<const std::string> inputs, OnnxAttributes attributes = {});
  std::string add(std::string_view op, std::initializer_list<std::string> inputs, OnnxAttributes attributes = {}) {
    return add(op, std::span(inputs.begin(), inputs.size()), attributes);
  }

  /// Adds a tensor as float32, under its name and with the given shape (of as many elements). A number of double
  /// precision is rounded. Throws InputError where one becomes infinite. Returns its name.
  std::string tensor(const Tensor& tensor, const Shape& shape);
  std::string tensor(const Tensor& tensor) { return this->tensor(tensor, tensor.shape); }

  /// A number, or a list of whole numbers (a shape, say), as a tensor of its own.
  std::string constant(double value);
  std::string constant(const std::vector<std::int64_t>& values);

  /// Declares what is fed and what comes out: tensors of shape [N, features], N free.
  void input(const std::string& name, std::int64_t features) { inputs_.push_back(float_table(name, features)); }
  void output(const std::string& name, std::int64_t features) { outputs_.push_back(float_table(name, features)); }

  /// Gives the value a second name, that of an output.
  void rename(const std::string& value, const std::string& name) { add_node("Identity", {&value, 1}, name, {}); }

  /// A text for whoever loads the file, in its metadata_props.
  void describe(const std::string& key, const std::string& text) { metadata_.emplace_back(key, text); }

  /// The whole ModelProto.
  std::string bytes() const;

 private:
  static ProtobufMessage float_table(const std::string& name, std::int64_t columns);
  std::string fresh(std::string_view what);
  void add_node(std::string_view op, std::span<const std::string> inputs, const std::string& output,
                OnnxAttributes attributes);
  void store(const std::string& name, int type, const Shape& shape, std::string_view data);

  std::string name_, layer_ = "net";
  std::map<std::string, int> uses_;
  std::vector<ProtobufMessage> nodes_, tensors_, inputs_, outputs_;
  std::vector<std::pair<std::string, std::string>> metadata_;
};

}  // namespace mlp
