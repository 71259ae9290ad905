#pragma once
// The config's name for what a model is made of.

#include <string>

#include "mlp/config/catalog.h"
#include "mlp/model/layer_activation.h"

namespace mlp {

/// The name of the activation at the end of a layer, also of one that is part of the loss or has parameters of its own;
/// "" for a layer without any, such as dropout.
template <class T>
std::string activation_name(const Model<T>& model, const LayerInfo& layer, const Catalog& catalog);

}  // namespace mlp
