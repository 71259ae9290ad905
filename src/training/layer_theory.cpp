#include "mlp/training/layer_theory.h"

#include <cmath>

#include "mlp/math/activation_share.h"
#include "mlp/model/layer_activation.h"

namespace mlp {
namespace {

InitialDistribution distribution_of(const ParameterBlock& block) {
  return block.settings.initializer->distribution(block.fans);
}

/// √(fan·Var W), where W has mean 0 and the variance does not depend on the data.
std::optional<double> spread_over(const ParameterBlock& kernel, Index fan) {
  const InitialDistribution w = distribution_of(kernel);
  const bool is_known = std::isfinite(w.stddev) && std::abs(w.mean) <= 1e-3 * w.stddev;
  if (!is_known) return std::nullopt;
  return std::sqrt(static_cast<double>(fan)) * w.stddev;
}

bool is_all_zero(const ParameterBlock* block) {
  if (block == nullptr) return true;
  const InitialDistribution d = distribution_of(*block);
  return d.mean == 0 && d.stddev == 0;
}

template <class T>
class TheoryOfModel {
 public:
  explicit TheoryOfModel(const Model<T>& model) : model_(model), layers_(model.layers()) {}

  LayerTheory of(Index i) const {
    LayerTheory theory{.source = source_of(i), .consumer = consumer_of(i), .signal = {}, .gradient = {}};
    const ActivationShare share = share_of_layer(layer(i));
    if (theory.source != LayerTheory::nothing) theory.signal = product(share.signal, signal_factor(layer(i)));
    if (theory.consumer != LayerTheory::nothing)
      theory.gradient = product(share.gradient, gradient_factor(layer(theory.consumer)));
    return theory;
  }

 private:
  using Factor = std::optional<double>;

  const LayerInfo& layer(Index i) const { return layers_[static_cast<std::size_t>(i)]; }
  static Factor product(Factor a, Factor b) { return a && b ? Factor(*a * *b) : Factor(); }

  bool is_measured(Index i) const {
    return model_.nodes()[static_cast<std::size_t>(layer(i).last_node)].layer->has_preactivation();
  }

  /// In inference mode.
  bool passes_on(const LayerInfo& info) const {
    return model_.nodes()[static_cast<std::size_t>(info.last_node)].layer->acts_in_training_only();
  }

  /// The kernel of a layer whose pre-activation is W·x + b; else null.
  const ParameterBlock* kernel_of(const LayerInfo& info) const {
    const bool is_affine = model_.nodes()[static_cast<std::size_t>(info.first_node)].layer->is_affine();
    return is_affine ? model_.parameters().find(info.name, "kernel") : nullptr;
  }

  Index source_of(Index i) const {
    if (layer(i).inputs.size() != 1 || !is_measured(i)) return LayerTheory::nothing;
    std::string name = layer(i).inputs[0];
    for (Index before = i; before-- > 0;) {
      if (layer(before).name != name) continue;
      if (!passes_on(layer(before))) return is_measured(before) ? before : LayerTheory::nothing;
      name = layer(before).inputs[0];
    }
    return name == "input" ? LayerTheory::network_input : LayerTheory::nothing;
  }

  Index consumer_of(Index i) const {
    if (!is_measured(i)) return LayerTheory::nothing;
    for (;;) {
      Index found = LayerTheory::nothing, readers = 0;
      for (Index after = i + 1; after < static_cast<Index>(layers_.size()); ++after)
        for (const std::string& input : layer(after).inputs)
          if (input == layer(i).name) ++readers, found = after;
      if (readers != 1) return LayerTheory::nothing;
      if (!passes_on(layer(found))) return is_measured(found) ? found : LayerTheory::nothing;
      i = found;
    }
  }

  /// From the layer's inputs to its pre-activation.
  Factor signal_factor(const LayerInfo& info) const {
    if (info.type == "activation") return 1;
    const ParameterBlock* kernel = kernel_of(info);
    if (kernel == nullptr || !is_all_zero(model_.parameters().find(info.name, "bias"))) return std::nullopt;
    return spread_over(*kernel, kernel->fans.fan_in);
  }

  /// From the layer's ∂C/∂s to the gradient of its inputs.
  Factor gradient_factor(const LayerInfo& info) const {
    if (info.type == "activation") return 1;
    const ParameterBlock* kernel = kernel_of(info);
    return kernel == nullptr ? std::nullopt : spread_over(*kernel, kernel->fans.fan_out);
  }

  ActivationShare share_of_layer(const LayerInfo& info) const {
    if (const ParameterBlock* alpha = model_.parameters().find(info.name, "alpha"))  // prelu
      return share_of_slopes(distribution_of(*alpha).mean, 1);
    return share_of(activation_of(model_, info));
  }

  const Model<T>& model_;
  const std::vector<LayerInfo>& layers_;
};

}  // namespace

template <class T>
std::vector<LayerTheory> theory_of(const Model<T>& model) {
  const TheoryOfModel<T> theory(model);
  std::vector<LayerTheory> all;
  for (Index i = 0; i < static_cast<Index>(model.layers().size()); ++i) all.push_back(theory.of(i));
  return all;
}

template <class T>
std::vector<std::optional<double>> kernel_gradient_factors(const Model<T>& model) {
  const std::vector<LayerTheory> theory = theory_of(model);
  const auto kernel_of = [&](std::size_t i) { return model.parameters().find(model.layers()[i].name, "kernel"); };
  std::vector<std::optional<double>> factors(theory.size());
  for (std::size_t i = 0; i < theory.size(); ++i) {
    if (kernel_of(i) == nullptr) continue;
    double gradient = 1, signal = 1;
    std::size_t at = i;
    do {  // through activations that are layers of their own
      if (theory[at].consumer < 0 || !theory[at].gradient) break;
      gradient *= *theory[at].gradient;
      signal *= theory[at].signal.value_or(1);
      at = static_cast<std::size_t>(theory[at].consumer);
    } while (kernel_of(at) == nullptr);
    if (at == i || kernel_of(at) == nullptr || signal == 0) continue;
    const double entries = static_cast<double>(kernel_of(i)->size) / static_cast<double>(kernel_of(at)->size);
    factors[i] = gradient / signal * std::sqrt(entries);
  }
  return factors;
}

template std::vector<LayerTheory> theory_of(const Model<float>&);
template std::vector<LayerTheory> theory_of(const Model<double>&);
template std::vector<std::optional<double>> kernel_gradient_factors(const Model<float>&);
template std::vector<std::optional<double>> kernel_gradient_factors(const Model<double>&);

}  // namespace mlp
