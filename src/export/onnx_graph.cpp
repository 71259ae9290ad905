#include "mlp/export/onnx_graph.h"

#include <cmath>

#include "mlp/core/build_info.h"
#include "mlp/core/error.h"

namespace mlp {
namespace {

// TensorProto.DataType
constexpr int type_float = 1, type_int64 = 7;

template <class T>
std::string_view bytes_of(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

ProtobufMessage message_of(const OnnxAttribute& attribute) {
  enum Type { single_float = 1, single_int = 2, several_ints = 7 };
  ProtobufMessage m;
  m.text(1, attribute.name);
  if (const float* number = std::get_if<float>(&attribute.value)) {
    m.number(2, *number);
    m.integer(20, single_float);
  } else if (const std::int64_t* whole = std::get_if<std::int64_t>(&attribute.value)) {
    m.integer(3, *whole);
    m.integer(20, single_int);
  } else {
    for (const std::int64_t item : std::get<std::vector<std::int64_t>>(attribute.value)) m.integer(8, item);
    m.integer(20, several_ints);
  }
  return m;
}

}  // namespace

std::string OnnxGraph::fresh(std::string_view what) {
  std::string name = layer_ + "/" + std::string(what);
  const int use = ++uses_[name];
  return use == 1 ? name : name + "_" + std::to_string(use);
}

void OnnxGraph::add_node(std::string_view op, std::span<const std::string> inputs, const std::string& output,
                         OnnxAttributes attributes) {
  ProtobufMessage node;
  for (const std::string& input : inputs) node.text(1, input);
  node.text(2, output);
  node.text(3, output);
  node.text(4, op);
  for (const OnnxAttribute& attribute : attributes) node.message(5, message_of(attribute));
  nodes_.push_back(std::move(node));
}

std::string OnnxGraph::add(std::string_view op, std::span<const std::string> inputs, OnnxAttributes attributes) {
  std::string output = fresh(op);
  add_node(op, inputs, output, attributes);
  return output;
}

void OnnxGraph::store(const std::string& name, int type, const Shape& shape, std::string_view data) {
  ProtobufMessage m;
  for (const Index size : shape) m.integer(1, size);
  m.integer(2, type);
  m.text(8, name);
  m.text(9, data);
  tensors_.push_back(std::move(m));
}

std::string OnnxGraph::tensor(const Tensor& tensor, const Shape& shape) {
  const std::vector<float> values = tensor.converted<float>();
  if (tensor.type == ElementType::f64) {
    const std::span<const double> exact = tensor.values<double>();
    for (std::size_t i = 0; i < values.size(); ++i)
      if (std::isfinite(exact[i]) && !std::isfinite(values[i]))
        throw InputError("tensor \"" + tensor.name + "\" has numbers too large for float32, which ONNX files are in");
  }
  store(tensor.name, type_float, shape, bytes_of(values));
  return tensor.name;
}

std::string OnnxGraph::constant(double value) {
  std::string name = fresh("constant");
  store(name, type_float, {}, bytes_of(std::vector<float>{static_cast<float>(value)}));
  return name;
}

std::string OnnxGraph::constant(const std::vector<std::int64_t>& values) {
  std::string name = fresh("constant");
  store(name, type_int64, {static_cast<Index>(values.size())}, bytes_of(values));
  return name;
}

ProtobufMessage OnnxGraph::float_table(const std::string& name, std::int64_t columns) {
  ProtobufMessage free_size, fixed_size, shape, tensor, type, value;
  free_size.text(2, "N");
  fixed_size.integer(1, columns);
  shape.message(1, free_size);
  shape.message(1, fixed_size);
  tensor.integer(1, type_float);
  tensor.message(2, shape);
  type.message(1, tensor);
  value.text(1, name);
  value.message(2, type);
  return value;
}

std::string OnnxGraph::bytes() const {
  ProtobufMessage graph;
  for (const ProtobufMessage& node : nodes_) graph.message(1, node);
  graph.text(2, name_);
  for (const ProtobufMessage& tensor : tensors_) graph.message(5, tensor);
  for (const ProtobufMessage& input : inputs_) graph.message(11, input);
  for (const ProtobufMessage& output : outputs_) graph.message(12, output);

  ProtobufMessage operators, model;
  operators.text(1, "");  // the standard ones
  operators.integer(2, opset);
  model.integer(1, ir_version);
  model.text(2, "mlp");
  model.text(3, build_info().version);
  model.message(7, graph);
  model.message(8, operators);
  for (const auto& [key, text] : metadata_) {
    ProtobufMessage entry;
    entry.text(1, key);
    entry.text(2, text);
    model.message(14, entry);
  }
  // Programs that read protocol buffers take a message of at most 2 GiB.
  if (model.bytes().size() >= std::size_t{1} << 31U)
    throw InputError("the net is larger than the 2 GiB that an ONNX file can have; export .safetensors instead");
  return model.bytes();
}

}  // namespace mlp
