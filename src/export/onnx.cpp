#include "mlp/export/onnx.h"

#include <cmath>

#include "mlp/config/json.h"
#include "mlp/core/error.h"
#include "mlp/data/task.h"

namespace mlp {
namespace {

/// One number per feature, as it will be in the file.
Tensor feature_tensor(const DataInfo& data, const char* what, const std::vector<double>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto rounded = static_cast<float>(values[i]);
    if (std::isfinite(rounded) && (rounded != 0 || values[i] == 0)) continue;
    throw InputError("the scaling of the feature \"" + data.feature_names[i] + "\" (its " + what +
                     ") is out of the range of float32, which ONNX files are in");
  }
  return tensor_of<double>(std::string("scaling/") + what, {static_cast<Index>(values.size())}, values);
}

/// (features − shift)/scale, where the net was trained with a scaling.
std::string add_scaling(OnnxGraph& graph, const DataInfo& data, const std::string& features) {
  const Scaling& scaling = data.scaling;
  if (scaling.shift.empty()) return features;
  graph.begin_layer("scaling");
  const std::string shift = graph.tensor(feature_tensor(data, "shift", scaling.shift));
  const std::string scale = graph.tensor(feature_tensor(data, "scale", scaling.scale));
  return graph.add("Div", {graph.add("Sub", {features, shift}), scale});
}

std::string add_layers(OnnxGraph& graph, const ExportedNet& net, const std::string& input) {
  std::map<std::string, std::string> values{{"input", input}};  // the value that has the output of each layer
  for (const ExportedLayer& layer : net.layers) {
    const auto operators = onnx_layers().find(layer.type);
    if (operators == onnx_layers().end())
      throw InputError("layer \"" + layer.name + "\": the type \"" + layer.type +
                       "\" is not known in terms of ONNX's operators; .json, .npz and .safetensors take any net");
    std::vector<std::string> inputs;
    for (const std::string& name : layer.inputs) inputs.push_back(values.at(name));
    graph.begin_layer(layer.name);
    values[layer.name] = operators->second({graph, net, layer}, inputs);
  }
  return values.at(net.layers.back().name);
}

std::string json_list(const std::vector<std::string>& names) {
  Tree list = Tree::array();
  for (const std::string& name : names) list.items.push_back(Tree::of(name));
  return to_compact_json(list);
}

void add_metadata(OnnxGraph& graph, const ExportedNet& net) {
  graph.describe("name", net.name);
  graph.describe("task", std::string(task_name(net.data.task)));
  graph.describe("feature_names", json_list(net.data.feature_names));
  graph.describe("target_names", json_list(net.data.target_names));
  graph.describe("class_names", json_list(net.data.class_names));
}

}  // namespace

std::string onnx_bytes(const ExportedNet& net) {
  OnnxGraph graph(net.name);
  graph.input("input", net.data.inputs());
  graph.output("output", net.data.outputs());
  const std::string scaled = add_scaling(graph, net.data, "input");
  graph.rename(add_layers(graph, net, scaled), "output");
  add_metadata(graph, net);
  return graph.bytes();
}

}  // namespace mlp
