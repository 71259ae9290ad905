#pragma once
// What is told of a part of the data once training is over: the loss, metrics, and of a classification the confusion
// matrix.

#include <optional>

#include "mlp/math/metrics/confusion_matrix.h"
#include "mlp/training/evaluate.h"

namespace mlp {

struct PartReport {
  Evaluation measured;
  std::optional<ConfusionCounts> confusion;  // nothing for a regression, or more classes than anybody would look at
};

/// Metrics with, of a classification, the confusion matrix behind them. Must not outlive the model.
template <class T>
class PartReporter {
 public:
  static constexpr Index most_classes = 1000;  // of a confusion matrix

  PartReporter(const Model<T>& model, Criterion<T> criterion, const Metrics<T>& metrics, T threshold,
               bool is_classification, Scaling output_scaling);
  PartReporter(const PartReporter&) = delete;  // the evaluator looks at the metrics
  PartReporter& operator=(const PartReporter&) = delete;

  /// `run` gives threads, parameters and statistics.
  PartReport report(const SampleReader<T>& samples, const Execution<T>& run);

 private:
  bool has_confusion_;
  Metrics<T> metrics_;
  Evaluator<T> evaluator_;
};

}  // namespace mlp
