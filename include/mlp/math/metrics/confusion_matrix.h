#pragma once
// The confusion matrix: who was taken for whom. Its entry (i, k) is the number of samples of class i that were
// predicted as class k. It is added up like a metric, but its state is what matters; as a number it stands for the
// share of its diagonal, the accuracy.

#include <cmath>
#include <limits>

#include "mlp/math/metrics/accuracy.h"

namespace mlp {

/// (true class × predicted class)
using ConfusionCounts = Matrix<Index>;

template <class T>
class ConfusionMatrix final : public Metric<T> {
 public:
  std::size_t state_size(Index outputs) const override {
    return static_cast<std::size_t>(class_count(outputs) * class_count(outputs));
  }
  void add(const Outcome<T>& outcome, std::vector<double>& state) const override {
    const Index classes = class_count(outcome.output.rows());
    for (Index j = 0; j < outcome.output.cols(); ++j) {
      const Index truth = class_of(outcome.target.col(j), T(0.5));
      const Index predicted = class_of(outcome.output.col(j), outcome.threshold);
      ++state[static_cast<std::size_t>(truth + predicted * classes)];
    }
  }
  double value(const std::vector<double>& state) const override {
    const ConfusionCounts matrix = counts(state);
    return matrix.sum() > 0 ? static_cast<double>(matrix.trace()) / static_cast<double>(matrix.sum())
                            : std::numeric_limits<double>::quiet_NaN();
  }
  /// The matrix that a state is.
  static ConfusionCounts counts(const std::vector<double>& state) {
    const auto classes = static_cast<Index>(std::lround(std::sqrt(static_cast<double>(state.size()))));
    return Eigen::Map<const Matrix<double>>(state.data(), classes, classes).template cast<Index>();
  }
  bool reads_prediction() const override { return false; }
  bool is_for_classes() const override { return true; }
  bool higher_is_better() const override { return true; }
};

}  // namespace mlp
