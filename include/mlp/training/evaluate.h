#pragma once
// The mean loss and the metrics of a set of samples, in inference mode.

#include <memory>
#include <vector>

#include "mlp/data/sample_reader.h"
#include "mlp/math/metric.h"
#include "mlp/training/objective.h"
#include "mlp/training/original_units.h"

namespace mlp {

/// The loss (data alone, no penalty), the penalty of the activities (for row 0 of history.csv alone), and the metrics,
/// in the order of the metrics given.
struct Evaluation {
  double loss = 0;
  double activity_penalty = 0;
  std::vector<double> metrics;
};

template <class T>
using Metrics = std::vector<std::shared_ptr<const Metric<T>>>;

/// The states of metrics that have seen nothing yet, with memory for so many samples of a net with so many outputs.
template <class T>
std::vector<std::vector<double>> fresh_states(const Metrics<T>& metrics, Index outputs, Index samples);

/// Of two classes and a single output: where the second one begins, for metrics. They see what comes before an output
/// activation that the loss includes (a logit is compared with 0, which is a probability of ½), else the net's output.
template <class T>
T decision_threshold(const Loss<T>& loss, const Model<T>& model) {
  return model.output_activation() != nullptr ? T(0) : static_cast<T>(loss.decision());
}

/// Adds the batch that `objective` has just seen to the metrics' states, in original units.
template <class T>
void add_batch(const Metrics<T>& metrics, const Objective<T>& objective, const Execution<T>& run, T threshold,
               OriginalUnits<T>& units, std::vector<std::vector<double>>& states);

/// Goes through samples in batches of a fixed size. Keeps its buffers, so that an evaluation allocates only its result.
template <class T>
class Evaluator {
 public:
  /// `output_scaling` is that of the targets (DataInfo::output_scaling): metrics and predictions are without it.
  Evaluator(const Model<T>& model, Criterion<T> criterion, const Metrics<T>& metrics, T threshold,
            Scaling output_scaling = {});

  /// `run` gives threads, parameters and statistics.
  Evaluation evaluate(const SampleReader<T>& samples, Execution<T> run);

  /// What the metric number i has added up in the evaluation before.
  const std::vector<double>& state(std::size_t i) const { return states_[i]; }

  /// predictions(:, j) = the net's output for sample j, output activation included, in original units. `classes`, if
  /// given, gets the class that each sample is taken for, as the metrics count it: told by the logits where there are
  /// any, for two of them may differ and still give the same rounded probability.
  Matrix<T> predict(const SampleReader<T>& samples, Execution<T> run, std::vector<Index>* classes = nullptr);

 private:
  static constexpr Index batch = 240;  // samples whose activations stay in the nearer caches

  Objective<T> objective_;
  const Metrics<T>& metrics_;
  T threshold_;
  OriginalUnits<T> units_;
  std::vector<std::vector<double>> states_;
  std::vector<Index> which_;
};

}  // namespace mlp
