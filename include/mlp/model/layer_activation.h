#pragma once
// Which activation a layer of the config ends with.

#include "mlp/model/model.h"

namespace mlp {

/// Whether a layer ends the net with an activation that is part of the loss.
template <class T>
bool ends_in_loss(const Model<T>& model, const LayerInfo& layer) {
  return static_cast<std::size_t>(layer.last_node) + 1 == model.nodes().size() && model.output_activation() != nullptr;
}

/// The activation at the end of a layer, that which is part of the loss included; null where there is none, and for one
/// with parameters of its own.
template <class T>
const Activation<T>* activation_of(const Model<T>& model, const LayerInfo& layer) {
  if (ends_in_loss(model, layer)) return model.output_activation();
  return model.nodes()[static_cast<std::size_t>(layer.last_node)].layer->activation();
}

}  // namespace mlp
