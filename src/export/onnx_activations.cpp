// The activations as ONNX operators, each as its header in math/activations/ has it. Where opset 13 has no operator of
// that name, the formula is written out.

#include <cmath>

#include "mlp/core/error.h"
#include "mlp/export/onnx.h"
#include "onnx_formula.h"

namespace mlp {
namespace {

using std::string;

/// An activation that is one operator without attributes.
OnnxActivation operator_named(const char* op) {
  return [op](const OnnxSite& site, const Tree&, const string& z) { return site.graph.add(op, {z}); };
}

double setting(const Tree& settings, std::string_view key) { return settings.find(key)->number; }

/// z·σ(s·z)
string times_sigmoid(OnnxGraph& graph, const string& z, const string& argument) {
  return graph.add("Mul", {z, graph.add("Sigmoid", {argument})});
}

OnnxActivation clip_to(double low, double high) {
  return [=](const OnnxSite& site, const Tree&, const string& z) {
    return site.graph.add("Clip", {z, site.graph.constant(low), site.graph.constant(high)});
  };
}

string add_prelu(const OnnxSite& site, const Tree&, const string& z) {
  return site.graph.add("PRelu", {z, site.add_tensor("alpha")});
}

string add_leaky_relu(const OnnxSite& site, const Tree& settings, const string& z) {
  return site.graph.add("LeakyRelu", {z}, {{"alpha", static_cast<float>(setting(settings, "negative_slope"))}});
}

string add_elu(const OnnxSite& site, const Tree& settings, const string& z) {
  return site.graph.add("Elu", {z}, {{"alpha", static_cast<float>(setting(settings, "alpha"))}});
}

// λ = gamma and λα = gamma·alpha of math/activations/selu.h.
string add_selu(const OnnxSite& site, const Tree&, const string& z) {
  return site.graph.add("Selu", {z}, {{"alpha", 1.6732632423543772F}, {"gamma", 1.0507009873554805F}});
}

string add_softplus(const OnnxSite& site, const Tree& settings, const string& z) {
  OnnxGraph& graph = site.graph;
  const double beta = setting(settings, "beta");
  if (beta == 1) return graph.add("Softplus", {z});
  const string steepness = graph.constant(beta);
  return graph.add("Div", {graph.add("Softplus", {graph.add("Mul", {z, steepness})}), steepness});
}

string add_silu(const OnnxSite& site, const Tree&, const string& z) { return times_sigmoid(site.graph, z, z); }

string add_mish(const OnnxSite& site, const Tree&, const string& z) {
  OnnxGraph& graph = site.graph;
  return graph.add("Mul", {z, graph.add("Tanh", {graph.add("Softplus", {z})})});
}

// z·Φ(z) with Φ(z) = (1 + erf(z/√2))/2
string add_exact_gelu(OnnxGraph& graph, const string& z) {
  const string error = graph.add("Erf", {graph.add("Mul", {z, graph.constant(std::sqrt(0.5))})});
  const string sum = graph.add("Add", {error, graph.constant(1)});
  return graph.add("Mul", {z, graph.add("Mul", {sum, graph.constant(0.5)})});
}

// z·σ(2u) with 2u = 2·√(2/π)·z·(1 + 0.044715·z²)
string add_tanh_gelu(OnnxGraph& graph, const string& z) {
  const string square = graph.add("Mul", {graph.add("Mul", {z, z}), graph.constant(0.044715)});
  const string factor = graph.add("Add", {square, graph.constant(1)});
  const string steep = graph.add("Mul", {z, graph.constant(1.59576912160573071)});
  return times_sigmoid(graph, z, graph.add("Mul", {steep, factor}));
}

string add_gelu(const OnnxSite& site, const Tree& settings, const string& z) {
  return settings.find("approximate")->string == "tanh" ? add_tanh_gelu(site.graph, z) : add_exact_gelu(site.graph, z);
}

string add_hard_sigmoid(const OnnxSite& site, const Tree&, const string& z) {
  return site.graph.add("HardSigmoid", {z}, {{"alpha", 1.0F / 6.0F}, {"beta", 0.5F}});
}

string add_scaled_tanh(const OnnxSite& site, const Tree&, const string& z) {
  OnnxGraph& graph = site.graph;
  const string steep = graph.add("Mul", {z, graph.constant(2.0 / 3)});
  return graph.add("Mul", {graph.add("Tanh", {steep}), graph.constant(1.7159)});
}

string add_softmax(const OnnxSite& site, const Tree&, const string& z) {
  return site.graph.add("Softmax", {z}, {{"axis", std::int64_t{1}}});
}

}  // namespace

const std::map<std::string, OnnxActivation, std::less<>>& onnx_activations() {
  static const std::map<std::string, OnnxActivation, std::less<>> table{
      {"linear", [](const OnnxSite&, const Tree&, const string& z) { return z; }},
      {"sigmoid", operator_named("Sigmoid")},
      {"tanh", operator_named("Tanh")},
      {"relu", operator_named("Relu")},
      {"leaky_relu", add_leaky_relu},
      {"prelu", add_prelu},
      {"elu", add_elu},
      {"selu", add_selu},
      {"softplus", add_softplus},
      {"softsign", operator_named("Softsign")},
      {"gelu", add_gelu},
      {"silu", add_silu},
      {"mish", add_mish},
      {"relu6", clip_to(0, 6)},
      {"hard_sigmoid", add_hard_sigmoid},
      {"hard_tanh", clip_to(-1, 1)},
      {"exponential", operator_named("Exp")},
      {"scaled_tanh", add_scaled_tanh},
      {"softmax", add_softmax},
      {"formula", [](const OnnxSite& site, const Tree& settings,
                     const string& z) { return add_onnx_formula(site.graph, settings.find("expression")->string, z); }},
  };
  return table;
}

std::string add_onnx_activation(const OnnxSite& site, const Tree& activation, const std::string& z) {
  const Tree* type = activation.find("type");
  const std::string& name = type != nullptr ? type->string : activation.string;
  const auto found = onnx_activations().find(name);
  if (found == onnx_activations().end())
    throw InputError("layer \"" + site.layer.name + "\": the activation \"" + name +
                     "\" is not known in terms of ONNX's operators; .json, .npz and .safetensors take any net");
  return found->second(site, activation, z);
}

}  // namespace mlp
