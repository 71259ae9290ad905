#include "model_tables.h"

#include <algorithm>
#include <cmath>

#include "component_names.h"
#include "mlp/core/numbers.h"
#include "mlp/core/tensor.h"

namespace mlp {
namespace {

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }

std::string flops_text(double flops) {
  return flops == 0 ? "-" : grouped(static_cast<std::int64_t>(std::llround(flops)));
}

/// "frozen", "rate x 0.1", or "-" for a layer that learns as usual, or has nothing to learn.
std::string learning_text(const LayerInfo& layer) {
  if (layer.parameters == 0) return "-";
  if (!layer.learning.trainable) return "frozen";
  return layer.learning.rate_multiplier == 1 ? "-" : "rate x " + rounded(layer.learning.rate_multiplier);
}

std::string inputs_text(const LayerInfo& layer) {
  std::string text;
  for (const std::string& name : layer.inputs) text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// True where every layer reads the one before it alone.
bool is_chain(const std::vector<LayerInfo>& layers) {
  for (std::size_t i = 0; i < layers.size(); ++i)
    if (layers[i].inputs != std::vector<std::string>{i == 0 ? "input" : layers[i - 1].name}) return false;
  return true;
}

}  // namespace

template <class T>
TextTable layer_table(const Model<T>& model, const Catalog& catalog) {
  const bool named_inputs = !is_chain(model.layers());
  TextTable table{{{"layer"}, {"type"}, {"activation"}}, {}};
  if (named_inputs) table.columns.push_back({"inputs"});
  const bool has_statistics = model.statistics().size() > 0;
  const bool has_learning =
      std::ranges::any_of(model.layers(), [](const LayerInfo& layer) { return learning_text(layer) != "-"; });
  for (const char* name : {"outputs", "parameters"}) table.columns.push_back({name, Align::right});
  if (has_learning) table.columns.push_back({"learning"});
  if (has_statistics) table.columns.push_back({"statistics", Align::right});
  table.columns.push_back({"FLOPs", Align::right});
  std::vector<std::string> input{"input", "", ""};
  if (named_inputs) input.emplace_back();
  input.push_back(grouped(model.inputs()));
  input.resize(table.columns.size());
  table.rows.push_back(input);
  for (const LayerInfo& layer : model.layers()) {
    std::vector<std::string>& row = table.rows.emplace_back(
        std::vector<std::string>{layer.name, layer.type, or_dash(activation_name(model, layer, catalog))});
    if (named_inputs) row.push_back(inputs_text(layer));
    row.push_back(grouped(layer.rows));
    row.push_back(layer.parameters == 0 ? "-" : grouped(layer.parameters));
    if (has_learning) row.push_back(learning_text(layer));
    if (has_statistics) row.push_back(layer.statistics == 0 ? "-" : grouped(layer.statistics));
    row.push_back(flops_text(layer.flops));
  }
  return table;
}

std::string distribution_text(const InitialDistribution& d) {
  if (d.shape == "constant") return "constant " + rounded(d.mean);
  if (d.limit != 0 && d.mean == 0) return d.shape + " within " + rounded(d.limit) + " of 0";
  if (d.limit != 0) return d.shape + " from " + rounded(d.mean - d.limit) + " to " + rounded(d.mean + d.limit);
  return d.mean == 0 ? d.shape : d.shape + ", mean " + rounded(d.mean);
}

template <class T>
TextTable initializer_table(const Model<T>& model) {
  TextTable table{{{"tensor"},
                   {"shape"},
                   {"n", Align::right},
                   {"m", Align::right},
                   {"first values"},
                   {"std", Align::right},
                   {"paper"},
                   {"Keras"},
                   {"PyTorch"}},
                  {}};
  for (const ParameterLayout* layout : {&model.parameters(), &model.statistics()}) {
    for (const ParameterBlock& block : layout->blocks()) {
      const InitialDistribution d = block.settings.initializer->distribution(block.fans);
      table.rows.push_back({block.name, text_of(block.shape), grouped(block.fans.fan_in), grouped(block.fans.fan_out),
                            distribution_text(d), std::isnan(d.stddev) ? "-" : rounded(d.stddev), or_dash(d.paper),
                            or_dash(d.keras), or_dash(d.pytorch)});
    }
  }
  return table;
}

template TextTable layer_table(const Model<float>&, const Catalog&);
template TextTable layer_table(const Model<double>&, const Catalog&);
template TextTable initializer_table(const Model<float>&);
template TextTable initializer_table(const Model<double>&);

}  // namespace mlp
