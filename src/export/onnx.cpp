#include "mlp/export/onnx.h"

#include <cmath>

#include "mlp/config/json.h"
#include "mlp/core/error.h"
#include "mlp/data/task.h"

namespace mlp {
namespace {

/// What stands before the net or behind it: one number for each feature or target.
struct DataNumbers {
  std::string place;  // the name of the operators
  std::string of;     // for messages
  const std::vector<std::string>& names;

  /// As it will be in the file.
  Tensor tensor(const char* what, const std::vector<double>& values) const {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto rounded = static_cast<float>(values[i]);
      if (std::isfinite(rounded) && (rounded != 0 || values[i] == 0)) continue;
      throw InputError(of + " \"" + names[i] + "\" (its " + what +
                       ") is out of the range of float32, which ONNX files are in");
    }
    return tensor_of<double>(place + "/" + what, {static_cast<Index>(values.size())}, values);
  }
};

/// Means in the place of missing features (not-a-numbers), where the net was trained so.
std::string add_replacements(OnnxGraph& graph, const DataInfo& data, const std::string& features) {
  if (data.replacements.empty()) return features;
  const DataNumbers numbers{"missing", "the mean of the feature", data.feature_names};
  graph.begin_layer(numbers.place);
  const std::string mean = graph.tensor(numbers.tensor("mean", data.replacements));
  return graph.add("Where", {graph.add("IsNaN", {features}), mean, features});
}

/// (features − shift)/scale, where the net was trained with a scaling.
std::string add_scaling(OnnxGraph& graph, const DataInfo& data, const std::string& features) {
  const Scaling& scaling = data.scaling;
  if (scaling.shift.empty()) return features;
  const DataNumbers numbers{"scaling", "the scaling of the feature", data.feature_names};
  graph.begin_layer(numbers.place);
  const std::string shift = graph.tensor(numbers.tensor("shift", scaling.shift));
  const std::string scale = graph.tensor(numbers.tensor("scale", scaling.scale));
  return graph.add("Div", {graph.add("Sub", {features, shift}), scale});
}

/// outputs·scale + shift: back from scaled targets (of an auto-encoder, inputs) to the user's units.
std::string add_unscaling(OnnxGraph& graph, const DataInfo& data, const std::string& outputs) {
  const Scaling& scaling = data.output_scaling();
  if (scaling.shift.empty()) return outputs;
  const bool gives_back = data.task == Task::autoencoder;
  const DataNumbers numbers{"unscaling", std::string("the scaling of the ") + (gives_back ? "feature" : "target"),
                            gives_back ? data.feature_names : data.target_names};
  graph.begin_layer(numbers.place);
  const std::string scale = graph.tensor(numbers.tensor("scale", scaling.scale));
  const std::string shift = graph.tensor(numbers.tensor("shift", scaling.shift));
  return graph.add("Add", {graph.add("Mul", {outputs, scale}), shift});
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
  const std::string scaled = add_scaling(graph, net.data, add_replacements(graph, net.data, "input"));
  graph.rename(add_unscaling(graph, net.data, add_layers(graph, net, scaled)), "output");
  add_metadata(graph, net);
  return graph.bytes();
}

}  // namespace mlp
