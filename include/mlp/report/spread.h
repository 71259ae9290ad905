#pragma once
// A handful of numbers in six: what a comparison says of the repeats of one run.

#include <vector>

namespace mlp {

struct ValueSpread {
  std::size_t count = 0;                          // of the values that are finite; the others are left out
  double mean, std;                               // std divides by count - 1; not-a-number below two values
  double median, lower_quartile, upper_quartile;  // linear interpolation, as NumPy's
};

/// All six; not-a-number where there are no values.
ValueSpread spread_of(std::vector<double> values);

}  // namespace mlp
