#pragma once
// The config's name for what a model is made of.

#include <string>

#include "mlp/config/catalog.h"
#include "mlp/model/model.h"

namespace mlp {

/// The name of the activation at the end of a layer, also of one that is part of the loss or has parameters of its own;
/// "" for a layer without any, such as dropout.
template <class T>
std::string activation_name(const Model<T>& model, const LayerInfo& layer, const Catalog& catalog);

/// The activation at the end of a layer, that which is part of the loss included; null where there is none, and for one
/// with parameters of its own.
template <class T>
const Activation<T>* activation_of(const Model<T>& model, const LayerInfo& layer) {
  const auto last = static_cast<std::size_t>(layer.last_node);
  const bool is_output = last + 1 == model.nodes().size();
  if (is_output && model.output_activation() != nullptr) return model.output_activation();
  return model.nodes()[last].layer->activation();
}

}  // namespace mlp
