#pragma once
// Small tables for tests.

#include <string>
#include <vector>

#include "mlp/data/source.h"

namespace mlp {

/// A table of one feature, 0, 1, 2, …, and the given targets.
inline Table table_of(Targets targets, Index samples) {
  Table table;
  Matrix<double> values(1, samples);
  for (Index i = 0; i < samples; ++i) values(0, i) = static_cast<double>(i);
  table.features = std::move(values);
  table.feature_names = {"x"};
  table.target_names = {"y"};
  table.targets = std::move(targets);
  table.origin = "t.csv";
  return table;
}

inline Table numbered_table(const std::vector<double>& targets) {
  const Index samples = static_cast<Index>(targets.size());
  return table_of(NumericTargets{Eigen::Map<const Matrix<double>>(targets.data(), 1, samples)}, samples);
}

inline Table named_table(std::vector<std::string> targets) {
  const Index samples = static_cast<Index>(targets.size());
  return table_of(NamedTargets{std::move(targets), "t.csv:2: column \"y\": \"no\" is not a number"}, samples);
}

/// The features of a table that has them in memory.
inline Matrix<double> features_of(const Table& table) { return std::get<Matrix<double>>(table.features); }

}  // namespace mlp
