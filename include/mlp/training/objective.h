#pragma once
// What training minimizes, as a function of the flat parameter vector: the mean loss of a batch plus the penalties,
//     J(w) = 1/n · Σⱼ C(f(xⱼ; w), tⱼ) + Σ_blocks penalty(w) + 1/n · Σ activity penalties,
// and its gradient: what a step goes down, what the gradient check compares, what line searches evaluate. Diagnostics
// look at the first term alone.

#include <memory>
#include <vector>

#include "mlp/model/model.h"
#include "mlp/model/workspace.h"
#include "mlp/training/criterion.h"

namespace mlp {

/// J of a batch in its parts.
struct BatchLoss {
  double sum = 0;      // of the samples' data losses
  double penalty = 0;  // of weights and activities

  double J(Index samples) const { return sum / static_cast<double>(samples) + penalty; }

  bool operator==(const BatchLoss&) const = default;
};

template <class T>
class Objective {
 public:
  /// Plans buffers for batches of up to max_samples. Model and loss must outlive the objective.
  Objective(const Model<T>& model, Criterion<T> criterion, Index max_samples, WorkspaceUse use);

  /// Where the caller puts a batch before each evaluation.
  T* inputs() const { return workspace_.input(); }
  T* targets() { return targets_.data(); }
  In<T> target(Index samples) const { return In<T>(targets_.data(), model_.outputs(), samples); }

  /// The data loss of the batch: a forward pass. `run.samples`, `parameters` and `statistics` are read.
  double loss(const Execution<T>& run);

  /// The penalties of the weights.
  double weight_penalty(const T* parameters) const;

  /// The penalties of the activities of the batch that was evaluated last.
  double activity_penalty(const Execution<T>& run) const { return model_.activity_penalty(workspace_, run); }

  /// J without its gradient: a forward pass.
  BatchLoss value(const Execution<T>& run);

  /// J, and what differentiate() needs: a forward pass.
  BatchLoss evaluate(const Execution<T>& run);

  /// The gradient of the J that was evaluated last: a backward pass. Fills run.gradient, penalties included; that of
  /// frozen tensors is 0, for J is a function of the others. Or hands the gradient, without penalties, to run.update.
  void differentiate(const Execution<T>& run);

  /// J and its gradient: both.
  BatchLoss gradient(const Execution<T>& run);

  /// The gradient of the mean data loss alone, for diagnostics.
  double data_gradient(const Execution<T>& run);

  const Workspace<T>& workspace() const { return workspace_; }
  const Model<T>& model() const { return model_; }

 private:
  double evaluate_loss(const Execution<T>& run, Out<T> dz);

  const Model<T>& model_;
  std::vector<ParameterBlock> penalized_, frozen_;  // of the model's, those that need more than backward()
  const Criterion<T> criterion_;
  Workspace<T> workspace_;
  Buffer<T> targets_, losses_, smoothed_, discarded_;  // each (outputs × samples), or empty
};

}  // namespace mlp
