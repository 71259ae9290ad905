#include "mlp/data/missing.h"

#include <cmath>

#include "mlp/core/error.h"
#include "mlp/core/sum.h"

namespace mlp {

std::vector<double> replacements_for(const Table& table, std::span<const Index> rows) {
  if (!table.fills_missing) return {};
  const auto& values = std::get<Matrix<double>>(table.features);
  std::vector<Sum> sums(static_cast<std::size_t>(values.rows()));
  std::vector<Index> counts(sums.size(), 0);
  for (const Index row : rows)
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const double value = values(static_cast<Index>(i), row);
      if (std::isnan(value)) continue;
      sums[i].add(value);
      ++counts[i];
    }
  std::vector<double> means;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (counts[i] == 0)
      throw InputError(table.origin + ": column \"" + table.feature_names[i] +
                       "\" has no value in the training part, so there is no mean to fill in; ignore the column");
    means.push_back(sums[i].value() / static_cast<double>(counts[i]));
  }
  return means;
}

void fill_missing(Table& table, const std::vector<double>& replacements) {
  if (replacements.empty()) return;
  auto& values = std::get<Matrix<double>>(table.features);
  for (Index j = 0; j < values.cols(); ++j)
    for (Index i = 0; i < values.rows(); ++i)
      if (std::isnan(values(i, j))) values(i, j) = replacements[static_cast<std::size_t>(i)];
}

}  // namespace mlp
