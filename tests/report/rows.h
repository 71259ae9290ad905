#pragma once
// Rows of layers.csv for tests.

#include <map>
#include <string>

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

}  // namespace mlp
