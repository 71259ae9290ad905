#pragma once
// A trained net as an ONNX file: input scaling, layers and output activation as operators of opset 13, float32
// throughout, so that a runtime takes raw features and gives what `mlp predict` gives. Which operators a layer or an
// activation becomes is said by two tables; a new one is a line there.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "mlp/export/net.h"
#include "mlp/export/onnx_graph.h"

namespace mlp {

/// The layer whose operators are being added.
struct OnnxSite {
  OnnxGraph& graph;
  const ExportedNet& net;
  const ExportedLayer& layer;

  /// The layer's tensor "kernel", "bias", …; null where it has none of that name.
  const Tensor* find(std::string_view what) const;
  const Tensor& tensor(std::string_view what) const;

  /// The same, added to the graph.
  std::string add_tensor(std::string_view what) const { return graph.tensor(tensor(what)); }
};

/// Adds the operators of an activation with these settings ({"type": "elu", "alpha": 1}, or its name alone) behind
/// the value z, [N, units]; returns the value that has the result.
using OnnxActivation = std::function<std::string(const OnnxSite& site, const Tree& settings, const std::string& z)>;

/// Adds the operators of a layer; returns the value that has its output.
using OnnxLayer = std::function<std::string(const OnnxSite& site, const std::vector<std::string>& inputs)>;

/// By the types of the config.
const std::map<std::string, OnnxActivation, std::less<>>& onnx_activations();
const std::map<std::string, OnnxLayer, std::less<>>& onnx_layers();

/// The operators of a component of a config that is an activation. Throws InputError for one that the table lacks.
std::string add_onnx_activation(const OnnxSite& site, const Tree& activation, const std::string& z);

/// The bytes of the file: input "input" [N, features], output "output" [N, outputs], N free. The metadata name the run,
/// task, features, targets and classes (lists in JSON). Throws InputError for a layer or an activation that the tables
/// lack, and for numbers beyond float32.
std::string onnx_bytes(const ExportedNet& net);

}  // namespace mlp
