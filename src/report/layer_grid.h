#pragma once
// A column of layers.csv by epoch and layer, over the repeats of a group: what heat maps and the gradient flow show.

#include <cstdint>
#include <string>
#include <vector>

#include "mlp/report/run_group.h"

namespace mlp {

struct LayerGrid {
  std::vector<std::string> layers;   // those that have the column, from the input on
  std::vector<std::int64_t> epochs;  // ascending
  // [epoch][layer] over the runs that have a value there; not-a-number where none has.
  std::vector<std::vector<double>> median, lower_quartile, upper_quartile;

  bool empty() const { return layers.empty() || epochs.empty(); }
};

/// At most `most_epochs` of the measured epochs, evenly chosen among them, the first and the last included.
LayerGrid layer_grid(const RunGroup& group, const std::string& column, std::size_t most_epochs);

/// `count` of `all` places, evenly spaced, with the first and the last.
std::vector<std::size_t> evenly_chosen(std::size_t all, std::size_t count);

}  // namespace mlp
