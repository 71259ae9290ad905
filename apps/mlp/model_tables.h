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
/// outputs, parameters, running statistics (left out where there are none), floating-point operations of a sample's
/// forward pass.
template <class T>
TextTable layer_table(const Model<T>& model, const Catalog& catalog);

/// A row for each tensor, parameters first, then running statistics: name, shape, fan-in n, fan-out m, the distribution
/// of its first values and their std, the paper, and the rule's name in Keras and PyTorch.
template <class T>
TextTable initializer_table(const Model<T>& model);

/// "uniform within 0.7746 of 0", "uniform from 0 to 1", "normal, mean 0.5", "constant 0": a distribution but for its
/// standard deviation.
std::string distribution_text(const InitialDistribution& distribution);

}  // namespace mlp
