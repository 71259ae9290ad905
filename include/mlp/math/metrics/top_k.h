#pragma once
// Top-k accuracy: the share of samples whose true class is among the k classes of the largest outputs. Of equal outputs
// those of later classes come first, as in scikit-learn's top_k_accuracy_score. A single output, which tells two
// classes apart, has only k = 1: its accuracy.

#include <cmath>
#include <limits>

#include "mlp/core/error.h"
#include "mlp/math/metrics/accuracy.h"

namespace mlp {

/// True where output `k` comes before the true class.
template <class Column>
bool is_ahead(const Column& outputs, Index k, Index truth) {
  return outputs(k) > outputs(truth) || (outputs(k) == outputs(truth) && k > truth);
}

template <class T>
class TopKCategoricalAccuracy final : public Metric<T> {
 public:
  explicit TopKCategoricalAccuracy(Index k) : k_(k) {}

  std::size_t state_size(Index) const override { return 2; }  // hits, all

  void check(Index outputs) const override {
    if (const Index classes = class_count(outputs); k_ >= classes)
      throw InputError("top_k_categorical_accuracy with k " + std::to_string(k_) +
                       " is 1 whatever the net says, for there are " + std::to_string(classes) +
                       " classes; use a smaller k");
  }
  void add(const Outcome<T>& outcome, std::vector<double>& state) const override {
    for (Index j = 0; j < outcome.output.cols(); ++j) state[0] += is_hit(outcome, j);
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

 private:
  bool is_hit(const Outcome<T>& outcome, Index j) const {
    const auto outputs = outcome.output.col(j);
    const Index truth = class_of(outcome.target.col(j), T(0.5));
    if (outputs.size() == 1) return class_of(outputs, outcome.threshold) == truth;
    Index ahead = 0;
    for (Index k = 0; k < outputs.size(); ++k) ahead += is_ahead(outputs, k, truth);
    return ahead < k_ && !std::isnan(outputs(truth));  // an output that is no number is no hit
  }

  Index k_;
};

}  // namespace mlp
