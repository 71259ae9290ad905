#pragma once
// What the page shows of layers.csv: which quantities, on which scale, and how many of the measured epochs.

#include <span>
#include <string>
#include <vector>

#include "heat_map.h"
#include "page_parts.h"

namespace mlp {

/// A column of layers.csv as it is shown.
struct LayerQuantity {
  std::string column, title, label;
  ColourScale scale;          // over all groups
  std::vector<HeatMap> maps;  // of the groups that have it
  std::vector<std::size_t> groups;
  double low = 0, high = 0;  // of all values
};

/// The columns that any group has a value in.
std::vector<LayerQuantity> layer_quantities(std::span<const RunGroup> groups);

/// How many epochs of a heat map a page has room for.
std::size_t heat_epochs(std::span<const RunGroup> groups);

}  // namespace mlp
