#include "mlp/core/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "mlp/core/sum.h"
#include "mlp/core/types.h"

namespace mlp {
namespace {

/// Values in buckets of equal width, one bucket after the other: to find one by its place, only its bucket need be
/// ordered, and that is small where the values are spread. Few values are one bucket.
template <class T>
class Buckets {
 public:
  explicit Buckets(std::span<const T> values) : values_(values.size()) {
    const std::size_t count = values.size() < few ? 1 : 512;
    ends_.resize(count + 1);
    const ConstSlice<T> all(values.data(), static_cast<Index>(values.size()));
    const T low = all.minCoeff(), scale = static_cast<T>(count) / (all.maxCoeff() - low);
    const bool are_spread = std::isfinite(scale) && scale > 0;
    const auto bucket_of = [&](T value) {
      return are_spread ? std::min(static_cast<std::size_t>((value - low) * scale), count - 1) : 0;
    };
    for (const T value : values) ++ends_[bucket_of(value) + 1];
    std::partial_sum(ends_.begin(), ends_.end(), ends_.begin());
    std::vector<std::size_t> next(ends_);
    for (const T value : values) values_[next[bucket_of(value)]++] = value;
  }

  /// The value that is at this place where all are sorted.
  T operator[](std::size_t place) {
    const auto end = std::ranges::upper_bound(ends_, place);
    const auto at = [&](std::size_t i) { return values_.begin() + static_cast<std::ptrdiff_t>(i); };
    std::nth_element(at(*(end - 1)), at(place), at(*end));
    return values_[place];
  }

 private:
  static constexpr std::size_t few = 500;
  std::vector<T> values_;
  std::vector<std::size_t> ends_;  // 0, and where each bucket ends
};

}  // namespace

template <class T>
MeanAndStd mean_and_std(std::span<const T> values) {
  const double count = static_cast<double>(values.size());
  Sum sum, square;
  for (const T value : values) sum.add(static_cast<double>(value));
  const double mean = sum.value() / count;
  for (const T value : values) square.add((static_cast<double>(value) - mean) * (static_cast<double>(value) - mean));
  return {mean, std::sqrt(square.value() / count)};
}

template <class T>
std::vector<double> percentiles(std::span<const T> values, std::span<const double> percents) {
  const bool unordered = std::ranges::any_of(values, [](T value) { return std::isnan(value); });
  if (values.empty() || unordered)
    return std::vector<double>(percents.size(), std::numeric_limits<double>::quiet_NaN());
  Buckets<T> sorted(values);
  std::vector<double> result;
  for (const double percent : percents) {
    const double place = percent / 100 * static_cast<double>(values.size() - 1);
    const auto at = static_cast<std::size_t>(place);
    const double value = static_cast<double>(sorted[at]);
    const double next = static_cast<double>(sorted[std::min(at + 1, values.size() - 1)]);
    result.push_back(value + (place - std::floor(place)) * (next - value));
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
template std::vector<double> percentiles(std::span<const float>, std::span<const double>);
template std::vector<double> percentiles(std::span<const double>, std::span<const double>);
template double norm(std::span<const float>);
template double norm(std::span<const double>);

}  // namespace mlp
