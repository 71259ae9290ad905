#pragma once
// Accuracy: the share of samples whose predicted class is the true one. Of several outputs the largest is the
// prediction (of equal ones the first); of a single output, the second class is predicted where it exceeds the
// threshold.

#include <limits>

#include "mlp/math/metric.h"

namespace mlp {

/// The index of the class that a column of outputs (or a one-hot target) stands for.
template <class Column, class T>
Index class_of(const Column& outputs, T threshold) {
  if (outputs.size() == 1) return outputs(0) > threshold ? 1 : 0;
  Index best = 0;
  for (Index k = 1; k < outputs.size(); ++k)
    if (outputs(k) > outputs(best)) best = k;
  return best;
}

template <class T>
struct Accuracy final : Metric<T> {
  std::size_t state_size(Index) const override { return 2; }  // correct, all

  void add(const Outcome<T>& outcome, std::vector<double>& state) const override {
    Index correct = 0;
    for (Index j = 0; j < outcome.output.cols(); ++j)
      correct += class_of(outcome.output.col(j), outcome.threshold) == class_of(outcome.target.col(j), T(0.5));
    state[0] += static_cast<double>(correct);
    state[1] += static_cast<double>(outcome.output.cols());
  }
  double value(const std::vector<double>& state) const override {
    return state[1] > 0 ? state[0] / state[1] : std::numeric_limits<double>::quiet_NaN();
  }
  bool reads_prediction() const override { return false; }
  bool is_for_classes() const override { return true; }
  bool higher_is_better() const override { return true; }
  double smallest_value() const override { return 0; }
  double largest_value() const override { return 1; }
};

}  // namespace mlp
