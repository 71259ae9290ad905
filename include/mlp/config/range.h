#pragma once
// The values that a number may have, as an interval with open or closed ends.

#include <limits>
#include <string>

namespace mlp {

struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;   // `low` itself is outside
  bool high_open = false;  // `high` itself is outside

  static Range at_least(double low) { return {.low = low}; }
  static Range above(double low) { return {.low = low, .low_open = true}; }
  static Range at_most(double high) { return {.high = high}; }
  static Range below(double high) { return {.high = high, .high_open = true}; }
  /// Both ends included.
  static Range within(double low, double high) { return {.low = low, .high = high}; }

  bool contains(double value) const {
    return (low_open ? value > low : value >= low) && (high_open ? value < high : value <= high);
  }

  /// "at least 0", "above 0 and at most 1"; "" for all numbers.
  std::string text() const;
};

}  // namespace mlp
