#pragma once
// Further samples for a trained net: the FILE of `predict --data` and `evaluate --data`.

#include <filesystem>

#include "mlp/data/sources/csv.h"

namespace mlp {

/// Reads a CSV file (see csv_samples), a libsvm file, NumPy's .npy or .npz, or a file of IDX images, told apart by
/// their content; all but .npz may be gzipped. Throws InputError where the features are not as many as the net's
/// inputs. Images and .npy files have no targets; where these are required they are an error.
Table read_samples(const std::filesystem::path& path, const SampleFormats& formats, const KnownColumns& known);

}  // namespace mlp
