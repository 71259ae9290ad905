#include "mlp/report/spread.h"

#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "mlp/core/statistics.h"

namespace mlp {

ValueSpread spread_of(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  if (values.empty()) return {0, unknown, unknown, unknown, unknown, unknown};
  const auto [mean, population_std] = mean_and_std(std::span<const double>(values));
  const double count = static_cast<double>(values.size());
  const double std = count < 2 ? unknown : population_std * std::sqrt(count / (count - 1));
  const auto quartiles = percentiles<double>(values, std::array{25.0, 50.0, 75.0});
  return {values.size(), mean, std, quartiles[1], quartiles[0], quartiles[2]};
}

}  // namespace mlp
