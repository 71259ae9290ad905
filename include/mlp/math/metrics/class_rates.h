#pragma once
// Precision, recall and F1. With, for a class, h samples of it that were predicted as such (hits), p samples predicted
// as it, and t samples that truly are of it,
//     precision = h/p,    recall = h/t,    F1 = 2h/(p + t), the harmonic mean of the two,
// each 0 where its denominator is 0 (scikit-learn's zero_division=0). The macro average is the mean over the classes
// that occur, in the truth or among the predictions; "binary" is the second of two classes alone, the positive one.

#include <limits>

#include "mlp/core/error.h"
#include "mlp/math/metrics/accuracy.h"

namespace mlp {

enum class ClassAverage { macro, binary };

/// What happened to one class.
struct ClassCounts {
  double hits = 0, predicted = 0, truly = 0;

  double precision() const { return predicted > 0 ? hits / predicted : 0; }
  double recall() const { return truly > 0 ? hits / truly : 0; }
  double f1_score() const { return predicted + truly > 0 ? 2 * hits / (predicted + truly) : 0; }
};

/// `rate` is one of the three of ClassCounts.
template <class T, double (ClassCounts::*rate)() const>
class ClassRate final : public Metric<T> {
 public:
  explicit ClassRate(ClassAverage average) : average_(average) {}

  std::size_t state_size(Index outputs) const override { return 3 * static_cast<std::size_t>(class_count(outputs)); }

  void check(Index outputs) const override {
    if (average_ == ClassAverage::binary && class_count(outputs) != 2)
      throw InputError("the average \"binary\" is of two classes, but there are " + std::to_string(outputs) +
                       "; use \"macro\"");
  }
  /// The state is hits, predicted, truly of class 0, then of class 1, …
  void add(const Outcome<T>& outcome, std::vector<double>& state) const override {
    for (Index j = 0; j < outcome.output.cols(); ++j) {
      const auto predicted = static_cast<std::size_t>(class_of(outcome.output.col(j), outcome.threshold));
      const auto truth = static_cast<std::size_t>(class_of(outcome.target.col(j), T(0.5)));
      state[3 * truth] += predicted == truth;
      state[3 * predicted + 1] += 1;
      state[3 * truth + 2] += 1;
    }
  }
  double value(const std::vector<double>& state) const override {
    double sum = 0, classes = 0, samples = 0;
    for (std::size_t i = 0; i < state.size(); i += 3) {
      const ClassCounts counts{state[i], state[i + 1], state[i + 2]};
      samples += counts.truly;
      const bool counts_in = average_ == ClassAverage::binary ? i == 3 : counts.predicted + counts.truly > 0;
      if (!counts_in) continue;
      sum += (counts.*rate)();
      ++classes;
    }
    return samples > 0 ? sum / classes : std::numeric_limits<double>::quiet_NaN();
  }
  bool reads_prediction() const override { return false; }
  bool is_for_classes() const override { return true; }
  bool higher_is_better() const override { return true; }
  double smallest_value() const override { return 0; }
  double largest_value() const override { return 1; }

 private:
  ClassAverage average_;
};

template <class T>
using PrecisionMetric = ClassRate<T, &ClassCounts::precision>;
template <class T>
using RecallMetric = ClassRate<T, &ClassCounts::recall>;
template <class T>
using F1ScoreMetric = ClassRate<T, &ClassCounts::f1_score>;

}  // namespace mlp
