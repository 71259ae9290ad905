#include "mlp/core/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mlp/core/sum.h"

namespace mlp {

template <class T>
MeanAndStd mean_and_std(std::span<const T> values) {
  const double count = static_cast<double>(values.size());
  Sum sum, square;
  for (const T value : values) sum.add(static_cast<double>(value));
  const double mean = sum.value() / count;
  for (const T value : values) square.add((static_cast<double>(value) - mean) * (static_cast<double>(value) - mean));
  return {mean, std::sqrt(square.value() / count)};
}

std::vector<double> percentiles(std::vector<double>& values, std::span<const double> percents) {
  const bool unordered = std::any_of(values.begin(), values.end(), [](double value) { return std::isnan(value); });
  if (values.empty() || unordered)
    return std::vector<double>(percents.size(), std::numeric_limits<double>::quiet_NaN());
  std::vector<double> result;
  for (const double percent : percents) {
    const double place = percent / 100 * static_cast<double>(values.size() - 1);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(place);
    std::nth_element(values.begin(), at, values.end());
    const double next = at + 1 == values.end() ? *at : *std::min_element(at + 1, values.end());
    result.push_back(*at + (place - std::floor(place)) * (next - *at));
  }
  return result;
}

template <class T>
double norm(std::span<const T> values) {
  double square = 0;
  for (const T value : values) square += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(square);
}

template MeanAndStd mean_and_std(std::span<const float>);
template MeanAndStd mean_and_std(std::span<const double>);
template double norm(std::span<const float>);
template double norm(std::span<const double>);

}  // namespace mlp
