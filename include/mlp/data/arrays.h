#pragma once
// Tables made of plain arrays: one of features, whose first index counts the samples, and one of targets. The features
// of a sample may have any shape; they are taken row by row.

#include <string>
#include <string_view>
#include <vector>

#include "mlp/core/tensor.h"
#include "mlp/data/source.h"

namespace mlp {

/// pixel_ROW_COLUMN for samples that are images (rows × columns), else x1, x2, …
std::vector<std::string> feature_names_of(const Shape& sample_shape);

/// A table for features in an array of this shape: it has their names, but neither them nor targets yet. `where` names
/// the array. Throws InputError for an array that has no samples or no features.
Table table_for_features(const Shape& shape, const std::string& where);

/// An array of features, in memory. Throws InputError where one is not finite.
Matrix<double> features_from(const Tensor& array, const std::string& where);

/// Puts targets into a table: a number, or a row of numbers, for each sample. They are named "y", or "y1", "y2", …
/// Throws InputError where there are not as many as samples, and where one is not finite.
void add_targets(Table& table, const Tensor& array, const std::string& where);

/// The same for an array in the form of a .npy file, which may be one of text: names of classes, or, if all of them are
/// numbers, these, as in a CSV file.
void add_npy_targets(Table& table, std::string_view npy, const std::string& where);

}  // namespace mlp
