#pragma once
// Further samples for a trained net: the FILE of `predict --data` and `evaluate --data`.

#include <filesystem>

#include "mlp/data/sources/csv.h"

namespace mlp {

/// Reads a CSV file (see csv_samples) or a file of IDX images, .gz or not, told apart by their first bytes.
/// Images have no labels; where targets are required they are an error.
Table read_samples(const std::filesystem::path& path, const CsvFormat& format, const KnownColumns& known);

}  // namespace mlp
