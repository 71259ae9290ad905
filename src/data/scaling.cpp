#include "mlp/data/scaling.h"

#include <cmath>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"

namespace mlp {
namespace {

void check_range(const ScalingOptions& options) {
  if (options.low < options.high && std::isfinite(options.high - options.low)) return;
  throw InputError("scaling: the range of minmax is [" + shortest(options.low) + ", " + shortest(options.high) +
                   "]; its first number must be less than its second");
}

void check_fitted(const std::string& origin, const std::vector<std::string>& names, const Scaling& scaling) {
  for (std::size_t i = 0; i < scaling.scale.size(); ++i)
    if (!std::isfinite(scaling.shift[i]) || !std::isfinite(scaling.scale[i]))
      throw InputError(origin + ": column \"" + names.at(i) +
                       "\" has values too large to be scaled; divide it by a power of ten");
}

Scaling scaling_by(const FeatureStatistics& fitted, const ScalingOptions& options) {
  Scaling scaling{options.kind, {}, {}};
  const auto unless_zero = [](double value) { return value == 0 ? 1 : value; };
  if (options.kind == ScalingKind::standardize) {
    scaling.shift = fitted.mean;
    for (const double deviation : fitted.deviation) scaling.scale.push_back(unless_zero(deviation));
    return scaling;
  }
  check_range(options);
  for (std::size_t i = 0; i < fitted.min.size(); ++i) {
    const double scale = unless_zero(fitted.max[i] - fitted.min[i]) / (options.high - options.low);
    scaling.scale.push_back(scale);
    scaling.shift.push_back(fitted.min[i] - options.low * scale);
  }
  return scaling;
}

}  // namespace

std::string_view scaling_name(ScalingKind kind) {
  switch (kind) {
    case ScalingKind::none:
      return "none";
    case ScalingKind::standardize:
      return "standardize";
    case ScalingKind::minmax:
      return "minmax";
  }
  return "";
}

std::optional<ScalingKind> scaling_of_name(std::string_view name) {
  for (const ScalingKind kind : {ScalingKind::none, ScalingKind::standardize, ScalingKind::minmax})
    if (scaling_name(kind) == name) return kind;
  return std::nullopt;
}

Scaling fit_scaling(const Table& table, const ScalingOptions& options, std::span<const Index> rows) {
  if (options.kind == ScalingKind::none) return {};
  Scaling scaling = scaling_by(feature_statistics(table.features, rows), options);
  check_fitted(table.origin, table.feature_names, scaling);
  return scaling;
}

Scaling fit_target_scaling(const Table& table, const ScalingOptions& options, std::span<const Index> rows) {
  if (options.kind == ScalingKind::none) return {};
  const Features targets = std::get<NumericTargets>(table.targets).values;
  Scaling scaling = scaling_by(feature_statistics(targets, rows), options);
  check_fitted(table.origin, table.target_names, scaling);
  return scaling;
}

}  // namespace mlp
