#include "mlp/training/evaluate.h"

#include <numeric>

#include "mlp/core/sum.h"
#include "mlp/math/metrics/accuracy.h"

namespace mlp {
namespace {

/// Memory is kept, and enough of it is reserved for all samples.
template <class T>
void make_fresh(const Metric<T>& metric, Index outputs, Index samples, std::vector<double>& state) {
  const std::size_t size = metric.state_size(outputs);
  state.reserve(size + metric.state_per_sample(outputs) * static_cast<std::size_t>(samples));
  state.assign(size, 0.0);
}

/// The net's own outputs for the batch at hand, an activation that the loss includes applied.
template <class T>
In<T> predicted(const Objective<T>& objective, const Execution<T>& run) {
  const Workspace<T>& workspace = objective.workspace();
  if (objective.model().output_activation() == nullptr) return workspace.output(run.samples);
  objective.model().predict(workspace, run);
  const Out<T> prediction = workspace.prediction(run.samples);
  return In<T>(prediction.data(), prediction.rows(), prediction.cols());
}

}  // namespace

template <class T>
std::vector<std::vector<double>> fresh_states(const Metrics<T>& metrics, Index outputs, Index samples) {
  std::vector<std::vector<double>> states(metrics.size());
  for (std::size_t i = 0; i < metrics.size(); ++i) make_fresh(*metrics[i], outputs, samples, states[i]);
  return states;
}

template <class T>
void add_batch(const Metrics<T>& metrics, const Objective<T>& objective, const Execution<T>& run, T threshold,
               OriginalUnits<T>& units, std::vector<std::vector<double>>& states) {
  const In<T> output = objective.workspace().output(run.samples);
  const In<T> target = units.targets(objective.target(run.samples));
  const bool are_logits = objective.model().output_activation() != nullptr;
  const T* prediction = nullptr;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    const bool takes_logits = are_logits && !metrics[i]->reads_prediction();
    if (!takes_logits && prediction == nullptr) prediction = units.outputs(predicted(objective, run)).data();
    metrics[i]->add({In<T>(takes_logits ? output.data() : prediction, output.rows(), output.cols()), target, threshold},
                    states[i]);
  }
}

template <class T>
Evaluator<T>::Evaluator(const Model<T>& model, Criterion<T> criterion, const Metrics<T>& metrics, T threshold,
                        Scaling output_scaling)
    : objective_(model, std::move(criterion), batch, WorkspaceUse::inference),
      metrics_(metrics),
      threshold_(threshold),
      units_(std::move(output_scaling), model.outputs(), batch),
      states_(fresh_states(metrics, model.outputs(), 0)),
      which_(batch) {}

template <class T>
Evaluation Evaluator<T>::evaluate(const SampleReader<T>& samples, Execution<T> run) {
  run.training = false;
  for (std::size_t i = 0; i < metrics_.size(); ++i)
    make_fresh(*metrics_[i], objective_.model().outputs(), samples.samples(), states_[i]);
  Sum loss, activity_penalty;
  for (Index first = 0; first < samples.samples(); first += batch) {
    run.samples = std::min(batch, samples.samples() - first);
    const std::span<Index> which(which_.data(), static_cast<std::size_t>(run.samples));
    std::iota(which.begin(), which.end(), first);
    samples.gather(which, objective_.inputs(), objective_.targets());
    loss.add(objective_.loss(run));
    activity_penalty.add(objective_.activity_penalty(run) * static_cast<double>(run.samples));
    add_batch(metrics_, objective_, run, threshold_, units_, states_);
  }
  const double count = static_cast<double>(samples.samples());  // none: 0/0 is not a number
  Evaluation result{loss.value() / count, activity_penalty.value() / count, {}};
  for (std::size_t i = 0; i < metrics_.size(); ++i) result.metrics.push_back(metrics_[i]->value(states_[i]));
  return result;
}

template <class T>
Matrix<T> Evaluator<T>::predict(const SampleReader<T>& samples, Execution<T> run, std::vector<Index>* classes) {
  run.training = false;
  if (classes != nullptr) classes->clear();
  const Model<T>& model = objective_.model();
  Matrix<T> predictions(model.outputs(), samples.samples());
  for (Index first = 0; first < samples.samples(); first += batch) {
    run.samples = std::min(batch, samples.samples() - first);
    const std::span<Index> which(which_.data(), static_cast<std::size_t>(run.samples));
    std::iota(which.begin(), which.end(), first);
    samples.gather(which, objective_.inputs(), nullptr);
    model.forward(objective_.workspace(), run);
    if (classes != nullptr)
      for (Index j = 0; j < run.samples; ++j)
        classes->push_back(class_of(objective_.workspace().output(run.samples).col(j), threshold_));
    predictions.middleCols(first, run.samples) = units_.outputs(predicted(objective_, run)).matrix();
  }
  return predictions;
}

template std::vector<std::vector<double>> fresh_states(const Metrics<float>&, Index, Index);
template std::vector<std::vector<double>> fresh_states(const Metrics<double>&, Index, Index);
template void add_batch(const Metrics<float>&, const Objective<float>&, const Execution<float>&, float,
                        OriginalUnits<float>&, std::vector<std::vector<double>>&);
template void add_batch(const Metrics<double>&, const Objective<double>&, const Execution<double>&, double,
                        OriginalUnits<double>&, std::vector<std::vector<double>>&);
template class Evaluator<float>;
template class Evaluator<double>;

}  // namespace mlp
