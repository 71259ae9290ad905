#pragma once
// A dataset as a file, for other programs: the arrays that the net sees.

#include <filesystem>

#include "mlp/data/dataset.h"

namespace mlp {

/// Throws InputError unless the path ends in .csv or .npz.
void check_export_name(const std::filesystem::path& path);

/// By the path's ending:
///   .npz   x_train, y_train, x_val, y_val, x_test, y_test, in the precision T: (samples × inputs) and (samples ×
///          outputs), targets encoded as the loss takes them; a part without samples has 0 rows
///   .csv   a line for each sample: `part` (training, validation or test), the inputs by name, then the targets by
///   name,
///          a class by its name
template <class T>
void export_dataset(const std::filesystem::path& path, const Dataset<T>& data);

}  // namespace mlp
