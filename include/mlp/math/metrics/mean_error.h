#pragma once
// Mean absolute and mean squared error of the outputs, over samples and outputs alike.

#include <cmath>
#include <limits>

#include "mlp/core/sum.h"
#include "mlp/math/metric.h"

namespace mlp {

/// Power 1: mean |output − target|.  Power 2: mean (output − target)².
template <class T, int power>
struct MeanError final : Metric<T> {
  static_assert(power == 1 || power == 2);

  std::size_t state_size(Index) const override { return 3; }  // the sum's two parts, the count

  void add(const Outcome<T>& outcome, std::vector<double>& state) const override {
    Sum sum(state[0], state[1]);
    for (Index j = 0; j < outcome.output.cols(); ++j) {
      for (Index k = 0; k < outcome.output.rows(); ++k) {
        const double error = static_cast<double>(outcome.output(k, j)) - static_cast<double>(outcome.target(k, j));
        sum.add(power == 1 ? std::abs(error) : error * error);
      }
    }
    state[0] = sum.total();
    state[1] = sum.correction();
    state[2] += static_cast<double>(outcome.output.size());
  }
  double value(const std::vector<double>& state) const override {
    return state[2] > 0 ? Sum(state[0], state[1]).value() / state[2] : std::numeric_limits<double>::quiet_NaN();
  }
  bool reads_prediction() const override { return true; }
  bool is_for_classes() const override { return false; }
  bool higher_is_better() const override { return false; }
  double smallest_value() const override { return 0; }
};

template <class T>
using MeanAbsoluteErrorMetric = MeanError<T, 1>;
template <class T>
using MeanSquaredErrorMetric = MeanError<T, 2>;

}  // namespace mlp
