#pragma once
// One row of layers.csv: what a layer's signal and gradient look like at one epoch. A number that has no meaning for a
// layer is absent.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mlp {

struct LayerRow {
  std::int64_t epoch = 0;
  std::int64_t layer = 0;  // counted from 1
  std::string name;
  std::vector<std::optional<double>> values;  // in the order of layer_columns()
  std::int64_t units = 0;
  bool saturating = false;      // its activation flattens on both sides
  std::int64_t net_inputs = 0;  // features that the net sees; 0 where it is not known

  /// The value of the column of that name.
  std::optional<double> value(std::string_view column) const;
};

/// The names of the measured columns of layers.csv, after epoch, layer and name.
const std::vector<std::string>& layer_columns();

/// Counts of values in equal bins from low to high.
struct Histogram {
  double low = 0, high = 0;
  std::vector<std::int64_t> counts;
};

/// Histograms of one layer at one epoch; gradients are those of the kernel, absent without one, as are weights.
struct LayerHistograms {
  std::int64_t epoch = 0, layer = 0;
  std::string name;
  Histogram activations;
  std::optional<Histogram> gradients, weights;
};

}  // namespace mlp
