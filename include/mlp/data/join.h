#pragma once
// A training set, validation set and test set that come from sources of their own become one table, so that classes are
// numbered, and a fingerprint is taken, over all of them; the split then leaves the parts as they are.

#include <cstdint>

#include "mlp/data/source.h"

namespace mlp {

/// The samples of `source`, and behind them those of the other two, where these are not null. Columns are found by
/// their names, in any order, and categorical ones are encoded, by the categories of all. Throws InputError where
/// features, targets or shapes are not those of `source`, and where there would be two test parts.
Table load_table(const Source& source, const Source* validation, const Source* test, std::uint64_t seed);

}  // namespace mlp
