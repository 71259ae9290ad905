#pragma once
// Log-loss: the mean of −ln p over the samples, p being the probability that the net gives the true class. As in
// scikit-learn, probabilities are first cut to [ε, 1 − ε], ε being the spacing of the run's numbers at 1, so that a
// confident mistake costs 16 (float32) or 36 (float64) and not infinity, and then divided by their sum over the classes
// (which differs from 1 where each class has a sigmoid of its own). Without label smoothing or weights it is the
// cross-entropy, as far as nothing is cut.

#include <algorithm>
#include <cmath>
#include <limits>

#include "mlp/core/sum.h"
#include "mlp/math/metrics/accuracy.h"

namespace mlp {

template <class T>
class LogLoss final : public Metric<T> {
 public:
  std::size_t state_size(Index) const override { return 3; }  // the sum's two parts, the count

  void add(const Outcome<T>& outcome, std::vector<double>& state) const override {
    Sum sum(state[0], state[1]);
    for (Index j = 0; j < outcome.output.cols(); ++j)
      sum.add(-std::log(probability(outcome.output.col(j), class_of(outcome.target.col(j), T(0.5)))));
    state[0] = sum.total();
    state[1] = sum.correction();
    state[2] += static_cast<double>(outcome.output.cols());
  }
  double value(const std::vector<double>& state) const override {
    return state[2] > 0 ? Sum(state[0], state[1]).value() / state[2] : std::numeric_limits<double>::quiet_NaN();
  }
  bool reads_prediction() const override { return true; }
  bool needs_probabilities() const override { return true; }
  bool is_for_classes() const override { return true; }
  bool higher_is_better() const override { return false; }
  double smallest_value() const override { return 0; }

 private:
  /// An output between 0 and 1, cut; not-a-number where it is no probability.
  static double cut(T output) {
    constexpr double epsilon = static_cast<double>(std::numeric_limits<T>::epsilon());
    if (!(output >= T(0) && output <= T(1))) return std::numeric_limits<double>::quiet_NaN();
    return std::clamp(static_cast<double>(output), epsilon, 1 - epsilon);
  }

  template <class Column>
  static double probability(const Column& outputs, Index truth) {
    if (outputs.size() == 1) return truth == 1 ? cut(outputs(0)) : 1 - cut(outputs(0));
    double sum = 0;
    for (Index k = 0; k < outputs.size(); ++k) sum += cut(outputs(k));
    return cut(outputs(truth)) / sum;
  }
};

}  // namespace mlp
