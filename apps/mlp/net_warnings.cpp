// What is allowed and yet rarely meant in a net alone: linear layers in a row, weights whose size does not suit their
// activation.

#include <algorithm>
#include <cmath>

#include "component_names.h"
#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/math/activation_share.h"
#include "mlp/training/layer_theory.h"
#include "warnings.h"

namespace mlp {
namespace {

/// Warnings, each with the layers that it is of.
class LayerWarnings {
 public:
  void add(const LayerInfo& layer, const std::string& warning) {
    const auto found = std::ranges::find(warnings_, warning, &Warning::text);
    if (found == warnings_.end())
      warnings_.push_back({warning, {layer.name}});
    else
      found->layers.push_back(layer.name);
  }

  /// `layer "dense_1": …`, `layers "dense_1", "dense_2" and 3 others: …`
  std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    for (const Warning& warning : warnings_) texts.push_back(names(warning.layers) + ": " + warning.text);
    return texts;
  }

 private:
  struct Warning {
    std::string text;
    std::vector<std::string> layers;
  };

  static std::string names(const std::vector<std::string>& layers) {
    constexpr std::size_t enough = 3;
    std::vector<std::string> shown;
    for (std::size_t i = 0; i < std::min(enough, layers.size()); ++i) shown.push_back("\"" + layers[i] + "\"");
    if (layers.size() > enough) shown.push_back(std::to_string(layers.size() - enough) + " more");
    return (layers.size() == 1 ? "layer " : "layers ") + listed(shown);
  }

  std::vector<Warning> warnings_;
};

/// Two layers in a row that are linear are no more than one.
template <class T>
void warn_of_missing_activation(const Model<T>& model, std::size_t i, const LayerTheory& theory,
                                const std::string& activation, LayerWarnings& warnings) {
  const LayerInfo& layer = model.layers()[i];
  if (activation != "linear" || theory.consumer == LayerTheory::nothing) return;
  const LayerInfo& next = model.layers()[static_cast<std::size_t>(theory.consumer)];
  for (const LayerInfo* of : {&layer, &next})
    if (model.parameters().find(of->name, "kernel") == nullptr) return;
  warnings.add(layer,
               "no activation, so that it is one linear layer together with the next one; give it an \"activation\", "
               "such as relu");
}

/// Weights in the wrong proportion to their activation, whichever of the two sides of the layer one looks from. A
/// compromise between the two (Glorot's) is never wrong.
template <class T>
void warn_of_scale(const LayerInfo& layer, const ParameterBlock& kernel, const InitialDistribution& w,
                   const Activation<T>* function, const std::string& activation, LayerWarnings& warnings) {
  const ActivationShare share = share_of(function);
  if (function == nullptr || !share.gradient) return;
  const double of_inputs = std::sqrt(static_cast<double>(kernel.fans.fan_in)) * w.stddev;
  const double of_outputs = std::sqrt(static_cast<double>(kernel.fans.fan_out)) * w.stddev;
  const std::string numbers = "sqrt(n Var W) = " + rounded(of_inputs, 3);
  constexpr double much_less = 0.5, much_more = 1.3;
  if (*share.gradient * std::max(of_inputs, of_outputs) < much_less && !saturates(*function))
    warnings.add(layer, "the first weights are too small for " + activation + " (" + numbers +
                            "): signal and gradient shrink to " + rounded(*share.gradient * of_inputs, 2) +
                            " of their size in each such layer; he_normal keeps them up");
  if (std::min(of_inputs, of_outputs) > much_more && saturates(*function))
    warnings.add(layer, "the first weights are large for " + activation + " (" + numbers +
                            "), which saturates; glorot_uniform is meant for it");
}

/// True where all that read the layer make its size their own.
template <class T>
bool is_normalized(const Model<T>& model, const LayerInfo& layer) {
  bool any = false;
  for (const LayerInfo& reader : model.layers()) {
    if (std::ranges::find(reader.inputs, layer.name) == reader.inputs.end()) continue;
    if (!reader.type.ends_with("_normalization")) return false;
    any = true;
  }
  return any;
}

template <class T>
void warn_of_weights(const Model<T>& model, const LayerInfo& layer, const std::string& activation,
                     LayerWarnings& warnings) {
  const ParameterBlock* kernel = model.parameters().find(layer.name, "kernel");
  if (kernel == nullptr) return;
  const InitialDistribution w = kernel->settings.initializer->distribution(kernel->fans);
  if (w.shape == "constant" && layer.rows > 1) {
    warnings.add(layer, "all first weights are " + rounded(w.mean) +
                            ", so its units stay alike; take a random kernel_initializer");
  } else if (w.shape == "uniform" || w.shape.ends_with("normal")) {
    if (std::abs(w.mean) > 0.5 * w.stddev)
      warnings.add(layer, "the first weights have the mean " + rounded(w.mean) +
                              ", so its units see much the same; take an initializer with mean 0");
    else if (!is_normalized(model, layer))
      warn_of_scale(layer, *kernel, w, activation_of(model, layer), activation, warnings);
  }
}

}  // namespace

template <class T>
std::vector<std::string> net_warnings(const Model<T>& model, const Catalog& catalog) {
  LayerWarnings warnings;
  const std::vector<LayerTheory> theory = theory_of(model);
  for (std::size_t i = 0; i + 1 < model.layers().size(); ++i) {  // the output layer has rules of its own
    const std::string activation = activation_name(model, model.layers()[i], catalog);
    warn_of_missing_activation(model, i, theory[i], activation, warnings);
    warn_of_weights(model, model.layers()[i], activation, warnings);
  }
  return warnings.texts();
}

template std::vector<std::string> net_warnings(const Model<float>&, const Catalog&);
template std::vector<std::string> net_warnings(const Model<double>&, const Catalog&);

}  // namespace mlp
