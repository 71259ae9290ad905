#pragma once
// A layer as a config writes it.

#include <string>
#include <vector>

#include "mlp/model/model.h"

namespace mlp::test {

/// `json`: an entry of model.layers without "name" and "inputs", {"type": "maxout", "units": 3, "pieces": 2}.
template <class T>
LayerDescription<T> layer(const std::string& name, const std::string& json, std::vector<std::string> inputs = {});

/// Of any type of the catalog, with settings that make it learn, drop and remember what it can; it reads the layer
/// `input`, twice where it joins several. Throws std::out_of_range for a type that has no settings here yet.
template <class T>
LayerDescription<T> layer_of_type(const std::string& name, const std::string& type, const std::string& input);

}  // namespace mlp::test
