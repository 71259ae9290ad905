#include "mlp/training/part_report.h"

namespace mlp {
namespace {

template <class T>
Metrics<T> with_confusion(Metrics<T> metrics, bool wanted) {
  if (wanted) metrics.push_back(std::make_shared<ConfusionMatrix<T>>());
  return metrics;
}

}  // namespace

template <class T>
PartReporter<T>::PartReporter(const Model<T>& model, Criterion<T> criterion, const Metrics<T>& metrics, T threshold,
                              bool is_classification, Scaling output_scaling)
    : has_confusion_(is_classification && class_count(model.outputs()) <= most_classes),
      metrics_(with_confusion(metrics, has_confusion_)),
      evaluator_(model, std::move(criterion), metrics_, threshold, std::move(output_scaling)) {}

template <class T>
PartReport PartReporter<T>::report(const SampleReader<T>& samples, const Execution<T>& run) {
  PartReport report{evaluator_.evaluate(samples, run), std::nullopt};
  if (!has_confusion_) return report;
  report.measured.metrics.pop_back();
  report.confusion = ConfusionMatrix<T>::counts(evaluator_.state(metrics_.size() - 1));
  return report;
}

template class PartReporter<float>;
template class PartReporter<double>;

}  // namespace mlp
