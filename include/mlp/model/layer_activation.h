#pragma once
// Which activation a layer of the config ends with.

#include "mlp/model/model.h"

namespace mlp {

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
