#pragma once
// The area under the ROC curve: the probability that a sample of a class has a larger output for it than a sample of
// another class has, equal outputs counting half (Hanley & McNeil 1982, Radiology 143). It is exact, from the ranks of
// all outputs; no grid of thresholds. So all outputs of an epoch are kept: 2 doubles a sample for two classes, K + 1
// for K, and value() sorts them, once for each class.
//
// Two classes: the second against the first, by the second's output. More: each against all others, and the mean over
// the classes that have samples on both sides (macro, one versus rest).

#include <span>

#include "mlp/math/metrics/accuracy.h"

namespace mlp {

/// An output for a class, and whether the sample is of that class.
struct Ranked {
  double score = 0;
  bool positive = false;
};

/// The area under the ROC curve; not-a-number where all samples are on one side, or a score is not a number. Sorts.
double area_under_roc(std::span<Ranked> samples);

/// The macro average over `outputs` scores a sample. `rows` holds for each sample its scores and its class.
double macro_area_under_roc(std::span<const double> rows, std::size_t outputs);

template <class T>
struct RocAuc final : Metric<T> {
  /// The number of scores a sample, known from the first batch on; then for each sample its scores and its class.
  std::size_t state_size(Index) const override { return 1; }
  std::size_t state_per_sample(Index outputs) const override { return 1 + static_cast<std::size_t>(scores(outputs)); }

  void add(const Outcome<T>& outcome, std::vector<double>& state) const override {
    const Index outputs = outcome.output.rows(), count = scores(outputs);
    state[0] = static_cast<double>(count);
    for (Index j = 0; j < outcome.output.cols(); ++j) {
      for (Index k = outputs - count; k < outputs; ++k) state.push_back(static_cast<double>(outcome.output(k, j)));
      state.push_back(static_cast<double>(class_of(outcome.target.col(j), T(0.5))));
    }
  }
  double value(const std::vector<double>& state) const override {
    return macro_area_under_roc(std::span(state).subspan(1), static_cast<std::size_t>(state[0]));
  }
  bool reads_prediction() const override { return true; }
  bool is_for_classes() const override { return true; }
  bool higher_is_better() const override { return true; }
  double smallest_value() const override { return 0; }
  double largest_value() const override { return 1; }

 private:
  /// Of two outputs the second alone, as of a single one.
  static Index scores(Index outputs) { return outputs == 2 ? 1 : outputs; }
};

}  // namespace mlp
