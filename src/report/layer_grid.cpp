#include "layer_grid.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "mlp/report/spread.h"
#include "mlp/training/layer_row.h"

namespace mlp {

std::vector<std::size_t> evenly_chosen(std::size_t all, std::size_t count) {
  std::vector<std::size_t> places;
  if (all <= count || count < 2) {
    for (std::size_t i = 0; i < (count < 2 ? std::min(all, count) : all); ++i) places.push_back(i);
    return places;
  }
  for (std::size_t i = 0; i < count; ++i)
    places.push_back(static_cast<std::size_t>(
        std::lround(static_cast<double>(i) * static_cast<double>(all - 1) / static_cast<double>(count - 1))));
  return places;
}

LayerGrid layer_grid(const RunGroup& group, const std::string& column, std::size_t most_epochs) {
  const auto& columns = layer_columns();
  const auto place = static_cast<std::size_t>(std::ranges::find(columns, column) - columns.begin());
  std::map<std::int64_t, std::string> names;  // by the layer's number
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<double>> values;
  std::set<std::int64_t> measured;
  for (const RunFolder& run : group.runs)
    for (const LayerRow& row : run.layers) {
      if (place >= row.values.size() || !row.values[place]) continue;
      names.emplace(row.layer, row.name);
      measured.insert(row.epoch);
      values[{row.epoch, row.layer}].push_back(*row.values[place]);
    }
  LayerGrid grid;
  for (const auto& [_, name] : names) grid.layers.push_back(name);
  const std::vector<std::int64_t> epochs(measured.begin(), measured.end());
  for (const std::size_t i : evenly_chosen(epochs.size(), most_epochs)) {
    grid.epochs.push_back(epochs[i]);
    for (auto* rows : {&grid.median, &grid.lower_quartile, &grid.upper_quartile}) rows->emplace_back();
    for (const auto& [layer, _] : names) {
      const ValueSpread spread = spread_of(values[{epochs[i], layer}]);
      grid.median.back().push_back(spread.median);
      grid.lower_quartile.back().push_back(spread.lower_quartile);
      grid.upper_quartile.back().push_back(spread.upper_quartile);
    }
  }
  return grid;
}

}  // namespace mlp
