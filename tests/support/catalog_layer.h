#pragma once
// A layer as a config writes it.

#include <string>
#include <vector>

#include "mlp/model/model.h"

namespace mlp::test {

/// `json`: an entry of model.layers without "name" and "inputs", {"type": "maxout", "units": 3, "pieces": 2}.
template <class T>
LayerDescription<T> layer(const std::string& name, const std::string& json, std::vector<std::string> inputs = {});

}  // namespace mlp::test
