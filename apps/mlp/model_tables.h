#pragma once
// The tables of `mlp summary`.

#include <string>
#include <vector>

#include "mlp/config/catalog.h"
#include "mlp/model/model.h"
#include "mlp/report/table.h"

namespace mlp {

struct TextTable {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

/// A row for each layer: name, type, activation, inputs (left out where each layer reads the one before it), number of
/// outputs, parameters, floating-point operations of a sample's forward pass.
template <class T>
TextTable layer_table(const Model<T>& model, const Catalog& catalog);

/// A row for each tensor: name, shape, fan-in n, fan-out m, the distribution of its first values with limit or std, the
/// paper, and the rule's name in Keras and PyTorch.
TextTable initializer_table(const ParameterLayout& parameters);

/// "uniform within ±0.7746", "normal, std 0.5", "constant 0": a distribution in words and numbers.
std::string distribution_text(const InitialDistribution& distribution);

}  // namespace mlp
