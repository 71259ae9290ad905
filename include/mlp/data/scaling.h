#pragma once
// Scaling of the inputs and of a regression's targets, y = (x − shift) / scale for each column (scikit-learn's
// StandardScaler and MinMaxScaler):
//     standardize   shift = mean, scale = the population standard deviation (÷ n)
//     minmax        to [low, high]: scale = (max − min)/(high − low), shift = min − low·scale
// A constant column has nothing to divide by: its deviation, or its max − min, counts as 1, so that it becomes 0, or
// `low`. The statistics usually come from the training part alone; from all rows they tell the net about its test.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlp/data/source.h"

namespace mlp {

enum class ScalingKind { none, standardize, minmax };

/// "none", "standardize", "minmax"
std::string_view scaling_name(ScalingKind kind);
std::optional<ScalingKind> scaling_of_name(std::string_view name);

struct ScalingOptions {
  ScalingKind kind = ScalingKind::none;
  double low = 0, high = 1;  // of minmax
  bool fit_on_all = false;   // on all rows, validation and test included, not on the training part alone
};

/// What was fitted: it is saved with a model, so that it can take raw features.
struct Scaling {
  ScalingKind kind = ScalingKind::none;
  std::vector<double> shift, scale;  // one per column; empty for none

  double apply(double value, Index column) const {
    const auto i = static_cast<std::size_t>(column);
    return shift.empty() ? value : (value - shift[i]) / scale[i];
  }

  /// The value that apply() makes `scaled` of.
  double undo(double scaled, Index column) const {
    const auto i = static_cast<std::size_t>(column);
    return shift.empty() ? scaled : scaled * scale[i] + shift[i];
  }
};

/// Fits the scaling to the given rows (samples) of a table. Throws InputError for a range that is empty, and for a
/// feature so wide that its deviation is no double.
Scaling fit_scaling(const Table& table, const ScalingOptions& options, std::span<const Index> rows);

/// The same for its targets, which are numbers.
Scaling fit_target_scaling(const Table& table, const ScalingOptions& options, std::span<const Index> rows);

/// Minimum, maximum, mean and population standard deviation of every feature over some samples.
struct FeatureStatistics {
  std::vector<double> min, max, mean, deviation;
};

/// In two passes, summed in double with the rounding error carried along; bytes are summed exactly, as integers.
FeatureStatistics feature_statistics(const Features& features, std::span<const Index> rows);

}  // namespace mlp
