#pragma once
// Missing features, which a table has as not-a-number: each becomes the mean of the values that its column has in the
// training part (scikit-learn's SimpleImputer). Of a column of categories, that are their shares.

#include <span>
#include <vector>

#include "mlp/data/source.h"

namespace mlp {

/// The mean of each feature over those of the rows that have it; nothing where table.fills_missing is false. Throws
/// InputError for a feature that no row has.
std::vector<double> replacements_for(const Table& table, std::span<const Index> rows);

/// Puts replacements[i] where the feature i is missing; nothing is done where there are none.
void fill_missing(Table& table, const std::vector<double>& replacements);

}  // namespace mlp
