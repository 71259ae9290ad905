#include "mlp/training/objective.h"

#include "mlp/core/sum.h"

namespace mlp {

template <class T>
Objective<T>::Objective(const Model<T>& model, Criterion<T> criterion, Index max_samples, WorkspaceUse use)
    : model_(model), criterion_(std::move(criterion)), workspace_(model, max_samples, use) {
  const std::size_t size = static_cast<std::size_t>(padded(model.outputs() * max_samples));
  targets_.resize(size);
  losses_.resize(size);
  if (criterion_.smooths()) smoothed_.resize(size);
  if (use == WorkspaceUse::inference) discarded_.resize(size);
  for (const ParameterBlock& block : model.parameters().blocks()) {
    if (block.settings.penalty) penalized_.push_back(block);
    if (!block.learning.trainable) frozen_.push_back(block);
  }
}

template <class T>
double Objective<T>::evaluate_loss(const Execution<T>& run, Out<T> dz) {
  const Index outputs = model_.outputs();
  const double weight = criterion_.output_weight(outputs);
  Out<T> losses(losses_.data(), outputs, run.samples);
  criterion_.evaluate(workspace_.output(run.samples), target(run.samples),
                      static_cast<T>(weight / static_cast<double>(run.samples)), smoothed_.data(), losses, dz);
  return weight * sum_of(std::span<const T>(losses.data(), static_cast<std::size_t>(losses.size())));
}

template <class T>
double Objective<T>::loss(const Execution<T>& run) {
  model_.forward(workspace_, run);
  const bool has_gradients = discarded_.empty();
  return evaluate_loss(run, has_gradients ? workspace_.output_gradient(run.samples)
                                          : Out<T>(discarded_.data(), model_.outputs(), run.samples));
}

template <class T>
BatchLoss Objective<T>::value(const Execution<T>& run) {
  const double total = loss(run);
  return {total, weight_penalty(run.parameters) + activity_penalty(run)};
}

template <class T>
double Objective<T>::weight_penalty(const T* parameters) const {
  double total = 0;
  for (const ParameterBlock& block : penalized_)
    total += penalty_value(block.settings.penalty, ConstSlice<T>(parameters + block.offset, block.size));
  return total;
}

template <class T>
double Objective<T>::data_gradient(const Execution<T>& run) {
  model_.forward(workspace_, run);
  const double total = evaluate_loss(run, workspace_.output_gradient(run.samples));
  model_.backward(workspace_, run);
  return total;
}

template <class T>
BatchLoss Objective<T>::evaluate(const Execution<T>& run) {
  BatchLoss result;
  model_.forward(workspace_, run);
  result.sum = evaluate_loss(run, workspace_.output_gradient(run.samples));
  result.penalty = weight_penalty(run.parameters) + activity_penalty(run);
  return result;
}

template <class T>
void Objective<T>::differentiate(const Execution<T>& run) {
  model_.backward(workspace_, run);
  if (run.update != nullptr) return;
  for (const ParameterBlock& block : penalized_)
    add_penalty_gradient(block.settings.penalty, 1, ConstSlice<T>(run.parameters + block.offset, block.size),
                         Slice<T>(run.gradient + block.offset, block.size));
  for (const ParameterBlock& block : frozen_)  // for norms, and for optimizers that work on the whole vector
    Slice<T>(run.gradient + block.offset, block.size).setZero();
}

template <class T>
BatchLoss Objective<T>::gradient(const Execution<T>& run) {
  const BatchLoss result = evaluate(run);
  differentiate(run);
  return result;
}

template class Objective<float>;
template class Objective<double>;

}  // namespace mlp
