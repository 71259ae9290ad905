#pragma once
// Descriptive statistics, in double and in fixed order: standard deviations divide by n, percentiles interpolate
// linearly, as NumPy's do.

#include <span>
#include <vector>

namespace mlp {

struct MeanAndStd {
  double mean = 0, stddev = 0;
};

/// Mean and population standard deviation (two passes); not-a-number of no values.
template <class T>
MeanAndStd mean_and_std(std::span<const T> values);

/// The percentiles `percents` (0 … 100) of the values. Not-a-number of no values, or where one of them is not a number.
template <class T>
std::vector<double> percentiles(std::span<const T> values, std::span<const double> percents);

/// ‖v‖₂
template <class T>
double norm(std::span<const T> values);

}  // namespace mlp
