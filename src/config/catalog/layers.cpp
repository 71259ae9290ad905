// The table of layers.

#include "mlp/config/catalog.h"
#include "mlp/model/layers/activate.h"
#include "mlp/model/layers/dense.h"
#include "mlp/model/layers/dropout.h"
#include "mlp/model/layers/merge.h"

namespace mlp {
namespace {

// More units than this cannot be meant: their kernel alone would not fit into any machine.
constexpr std::int64_t most_units = std::int64_t{1} << 31;

/// A dense layer of the settings, with the activation inside it.
template <class T>
std::shared_ptr<Layer<T>> make_dense(const DenseSettings& settings, const ActivationChoice& activation) {
  const bool inside = activation && !activation.make_layer;
  return std::make_shared<Dense<T>>(settings, inside ? activation.function.get<T>() : nullptr);
}

LayerChoice read_dense(Section& s) {
  const Catalog& catalog = s.catalog();
  DenseSettings d;
  d.units = s.integer("units", "number of outputs").at_least(1).at_most(most_units);
  const ActivationChoice activation = s.component("activation", catalog.activations, "linear", "g in y = g(W x + b)");
  d.use_bias = s.boolean("use_bias", true, "add a bias b to each unit");
  d.kernel.initializer = read_initializer(s, "kernel_initializer", "glorot_uniform", true, "first values of W");
  d.bias.initializer = read_initializer(s, "bias_initializer", "zeros", false, "first values of b");
  d.kernel.penalty = read_penalty(s, "kernel_regularizer", "W");
  d.bias.penalty = read_penalty(s, "bias_regularizer", "b");
  LayerChoice layer;
  layer.activity = read_penalty(s, "activity_regularizer", "the outputs, divided by the batch size");
  layer.stages.push_back({make_dense<float>(d, activation), make_dense<double>(d, activation)});
  if (activation.make_layer) layer.stages.push_back(activation.make_layer());
  return layer;
}

LayerChoice read_activation(Section& s) {
  const ActivationChoice activation = s.component("activation", s.catalog().activations, "", "g in y = g(x)");
  if (!activation) return {};
  if (activation.make_layer) return {.stages = {activation.make_layer()}};
  return {.stages = {{std::make_shared<Activate<float>>(activation.function.get<float>()),
                      std::make_shared<Activate<double>>(activation.function.get<double>())}}};
}

LayerChoice read_dropout(Section& s) {
  const double rate = s.number("rate", "the share of values set to 0 in training").at_least(0).below(1);
  return {.stages = {both<Layer, Dropout>(rate)}};
}

}  // namespace

void add_layers(Registry<LayerChoice>& table) {
  table.add("dense", "y = g(W x + b)", read_dense);
  table.add("activation", "y = g(x)", read_activation);
  table.add("dropout", "in training, sets a share of the values to 0 and scales up the others (Srivastava et al. 2014)",
            read_dropout);
  table.add("add", "the sum of its inputs",
            [](Section&) { return LayerChoice{.stages = {both<Layer, Add>()}, .needs_inputs = true}; });
  table.add("concatenate", "its inputs, one below the other",
            [](Section&) { return LayerChoice{.stages = {both<Layer, Concatenate>()}, .needs_inputs = true}; });
}

Penalty read_penalty(Section& s, std::string_view key, std::string_view of_what) {
  Section part = s.section(key, "penalty l1 sum|v| + l2 sum v^2 of " + std::string(of_what));
  const double l1 = part.number("l1", 0, "factor of the sum of absolute values").at_least(0);
  const double l2 = part.number("l2", 0, "factor of the sum of squares").at_least(0);
  part.finish("\"" + std::string(key) + "\"");
  return {l1, l2};
}

}  // namespace mlp
