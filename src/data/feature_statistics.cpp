// Smallest and largest value, mean and standard deviation of each feature: of numbers in two passes, of pixels by sums
// of integers, which are exact.

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "mlp/core/sum.h"
#include "mlp/data/scaling.h"

namespace mlp {
namespace {

FeatureStatistics empty_statistics(Index features) {
  const auto size = static_cast<std::size_t>(features);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return {std::vector(size, infinity), std::vector(size, -infinity), std::vector(size, 0.0), std::vector(size, 0.0)};
}

// Both take sample(row), which gives a pointer to a sample's features.
template <class Sample>
FeatureStatistics statistics_of_numbers(Index size, const Sample& sample, std::span<const Index> rows) {
  const auto features = static_cast<std::size_t>(size);
  const double count = static_cast<double>(rows.size());
  FeatureStatistics result = empty_statistics(size);
  std::vector<Sum> sums(features);
  for (const Index row : rows) {
    const double* x = sample(row);
    for (std::size_t i = 0; i < features; ++i) {
      result.min[i] = std::min(result.min[i], x[i]);
      result.max[i] = std::max(result.max[i], x[i]);
      sums[i].add(x[i]);
    }
  }
  for (std::size_t i = 0; i < features; ++i) result.mean[i] = sums[i].value() / count;

  // Σ(x − mean)², less what the rounded mean is off.
  std::vector<Sum> squares(features), rests(features);
  for (const Index row : rows) {
    const double* x = sample(row);
    for (std::size_t i = 0; i < features; ++i) {
      const double difference = x[i] - result.mean[i];
      squares[i].add(difference * difference);
      rests[i].add(difference);
    }
  }
  for (std::size_t i = 0; i < features; ++i) {
    const double rest = rests[i].value() / count;
    result.deviation[i] = std::sqrt(std::max(0.0, squares[i].value() / count - rest * rest));
    if (result.min[i] == result.max[i]) {  // a constant is exactly that, whatever its sum was rounded to
      result.mean[i] = result.min[i];
      result.deviation[i] = 0;
    }
  }
  return result;
}

// Bytes b stand for b / 255. The integer sums are exact: Σb² < 2⁶⁴ up to 10¹⁴ samples.
template <class Sample>
FeatureStatistics statistics_of_pixels(Index size, const Sample& sample, std::span<const Index> rows) {
  const auto features = static_cast<std::size_t>(size);
  const double count = static_cast<double>(rows.size());
  FeatureStatistics result = empty_statistics(size);
  std::vector<std::uint64_t> sums(features), squares(features);
  std::vector<std::uint8_t> least(features, 255), most(features, 0);
  for (const Index row : rows) {
    const std::uint8_t* x = sample(row);
    for (std::size_t i = 0; i < features; ++i) {
      least[i] = std::min(least[i], x[i]);
      most[i] = std::max(most[i], x[i]);
      sums[i] += x[i];
      squares[i] += static_cast<std::uint64_t>(x[i] * x[i]);
    }
  }
  __extension__ using Wide = unsigned __int128;
  for (std::size_t i = 0; i < features; ++i) {
    result.min[i] = least[i] / 255.0;
    result.max[i] = most[i] / 255.0;
    result.mean[i] = static_cast<double>(sums[i]) / (255 * count);
    const Wide scaled_variance = Wide{rows.size()} * squares[i] - Wide{sums[i]} * sums[i];  // n²·255²·variance
    result.deviation[i] = std::sqrt(static_cast<double>(scaled_variance)) / (255 * count);
  }
  return result;
}

FeatureStatistics statistics_of(const Matrix<double>& values, std::span<const Index> rows) {
  return statistics_of_numbers(
      values.rows(), [&](Index row) { return values.col(row).data(); }, rows);
}
FeatureStatistics statistics_of(const Matrix<std::uint8_t>& values, std::span<const Index> rows) {
  return statistics_of_pixels(
      values.rows(), [&](Index row) { return values.col(row).data(); }, rows);
}
FeatureStatistics statistics_of(const StreamedFeatures& values, std::span<const Index> rows) {
  std::vector<double> numbers(static_cast<std::size_t>(values.rows()));
  const auto fetched = [&](Index row) {
    values.fetch_sample(row, numbers.data());
    return numbers.data();
  };
  std::vector<std::uint8_t> pixels(numbers.size());
  const auto fetched_pixels = [&](Index row) {
    values.fetch_sample(row, numbers.data());
    std::ranges::transform(numbers, pixels.begin(), [](double value) { return static_cast<std::uint8_t>(value); });
    return pixels.data();
  };
  FeatureStatistics result = values.has_pixels() ? statistics_of_pixels(values.rows(), fetched_pixels, rows)
                                                 : statistics_of_numbers(values.rows(), fetched, rows);
  values.check_unchanged();
  return result;
}

}  // namespace

FeatureStatistics feature_statistics(const Features& features, std::span<const Index> rows) {
  // In the order of the file: the bits of the sums are then the same in memory and streamed, and a disk is read ahead.
  std::vector<Index> in_order(rows.begin(), rows.end());
  std::ranges::sort(in_order);
  return std::visit([&](const auto& values) { return statistics_of(values, in_order); }, features);
}

}  // namespace mlp
