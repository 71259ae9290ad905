#pragma once
// Does a sample come from a distribution?

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

namespace mlp::test {

inline double normal_distribution(double x) { return std::erfc(-x / std::sqrt(2)) / 2; }

/// Kolmogorov and Smirnov's distance between the values and a distribution.
inline double ks_distance(std::vector<double> values, const std::function<double(double)>& cdf) {
  std::sort(values.begin(), values.end());
  const double n = static_cast<double>(values.size());
  double largest = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double p = cdf(values[i]), at = static_cast<double>(i);
    largest = std::max({largest, p - at / n, (at + 1) / n - p});
  }
  return largest;
}

}  // namespace mlp::test
