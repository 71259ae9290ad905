#pragma once
// Rows of layers.csv for tests.

#include <map>
#include <string>
#include <vector>

#include "mlp/report/run_folder.h"

namespace mlp {

/// A row with these columns; the others are empty.
inline LayerRow layer_row_with(std::int64_t epoch, std::int64_t layer, const std::map<std::string, double>& values) {
  LayerRow row;
  row.epoch = epoch;
  row.layer = layer;
  row.name = "dense_" + std::to_string(layer);
  row.units = 5;
  for (const std::string& column : layer_columns())
    row.values.push_back(values.contains(column) ? std::optional(values.at(column)) : std::nullopt);
  return row;
}

/// Hidden layers and an output layer; `norms` are those of the kernels' gradients, `hidden` further columns of the
/// hidden ones.
inline std::vector<LayerRow> net_rows(std::int64_t epoch, const std::vector<double>& norms,
                                      const std::map<std::string, double>& hidden = {}) {
  std::vector<LayerRow> rows;
  for (std::size_t i = 0; i < norms.size(); ++i) {
    std::map<std::string, double> columns{
        {"kernel_grad_norm", norms[i]}, {"weight_norm", 2}, {"delta_mean_abs", 1}, {"effective_rank", 3}};
    if (i + 1 < norms.size())
      for (const auto& [name, value] : hidden) columns[name] = value;
    rows.push_back(layer_row_with(epoch, static_cast<std::int64_t>(i) + 1, columns));
  }
  return rows;
}

}  // namespace mlp
