// The layers as ONNX operators, in inference mode. Samples are rows there: what is W·x + b here is x·kernel + bias, and
// Keras's kernel [inputs, units] goes into the file as it is.

#include "mlp/core/error.h"
#include "mlp/export/onnx.h"

namespace mlp {
namespace {

using std::string;
using Inputs = std::vector<string>;

/// What acts in training only hands on its input.
string pass_on(const OnnxSite&, const Inputs& inputs) { return inputs[0]; }

/// x·kernel + bias, with kernel and bias as matrix and vector whatever their shapes.
string add_affine(const OnnxSite& site, const string& x) {
  const Tensor& kernel = site.tensor("kernel");
  const Index rows = kernel.shape[0];
  Index columns = 1;
  for (std::size_t i = 1; i < kernel.shape.size(); ++i) columns *= kernel.shape[i];
  const string weights = site.graph.tensor(kernel, {rows, columns});
  const Tensor* bias = site.find("bias");
  if (bias == nullptr) return site.graph.add("MatMul", {x, weights});
  return site.graph.add("Gemm", {x, weights, site.graph.tensor(*bias, {columns})});
}

string add_dense(const OnnxSite& site, const Inputs& inputs) {
  return add_onnx_activation(site, *site.layer.settings.find("activation"), add_affine(site, inputs[0]));
}

string add_maxout(const OnnxSite& site, const Inputs& inputs) {
  const Shape& shape = site.tensor("kernel").shape;
  const string pieces = site.graph.add(
      "Reshape", {add_affine(site, inputs[0]), site.graph.constant({-1, std::int64_t{shape[1]}, shape[2]})});
  return site.graph.add("ReduceMax", {pieces}, {{"axes", std::vector<std::int64_t>{2}}, {"keepdims", std::int64_t{0}}});
}

string add_activation(const OnnxSite& site, const Inputs& inputs) {
  return add_onnx_activation(site, *site.layer.settings.find("activation"), inputs[0]);
}

string add_batch_normalization(const OnnxSite& site, const Inputs& inputs) {
  const float epsilon = static_cast<float>(site.layer.settings.find("epsilon")->number);
  return site.graph.add("BatchNormalization",
                        {inputs[0], site.add_tensor("gamma"), site.add_tensor("beta"), site.add_tensor("moving_mean"),
                         site.add_tensor("moving_variance")},
                        {{"epsilon", epsilon}});
}

// The operator LayerNormalization came with opset 17.
string add_layer_normalization(const OnnxSite& site, const Inputs& inputs) {
  OnnxGraph& graph = site.graph;
  const auto mean_over_units = [&](const string& value) {
    return graph.add("ReduceMean", {value}, {{"axes", std::vector<std::int64_t>{1}}});
  };
  const string centred = graph.add("Sub", {inputs[0], mean_over_units(inputs[0])});
  const string variance = mean_over_units(graph.add("Mul", {centred, centred}));
  const string epsilon = graph.constant(site.layer.settings.find("epsilon")->number);
  const string deviation = graph.add("Sqrt", {graph.add("Add", {variance, epsilon})});
  const string scaled = graph.add("Mul", {graph.add("Div", {centred, deviation}), site.add_tensor("gamma")});
  return graph.add("Add", {scaled, site.add_tensor("beta")});
}

string add_sum(const OnnxSite& site, const Inputs& inputs) { return site.graph.add("Sum", inputs); }

string add_concatenation(const OnnxSite& site, const Inputs& inputs) {
  return site.graph.add("Concat", inputs, {{"axis", std::int64_t{1}}});
}

}  // namespace

const Tensor* OnnxSite::find(std::string_view what) const {
  return find_tensor(net.tensors, layer.name + "/" + std::string(what));
}

const Tensor& OnnxSite::tensor(std::string_view what) const {
  const Tensor* found = find(what);
  if (found == nullptr) throw InputError("tensor \"" + layer.name + "/" + std::string(what) + "\" is missing");
  return *found;
}

const std::map<std::string, OnnxLayer, std::less<>>& onnx_layers() {
  static const std::map<std::string, OnnxLayer, std::less<>> table{
      {"dense", add_dense},
      {"activation", add_activation},
      {"dropout", pass_on},
      {"maxout", add_maxout},
      {"alpha_dropout", pass_on},
      {"gaussian_noise", pass_on},
      {"batch_normalization", add_batch_normalization},
      {"layer_normalization", add_layer_normalization},
      {"add", add_sum},
      {"concatenate", add_concatenation},
  };
  return table;
}

}  // namespace mlp
