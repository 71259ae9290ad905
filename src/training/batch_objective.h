#pragma once
// The objective of the step at hand, for optimizers that look at more than one point: J of a batch that lies in the
// trainer's buffers, at whatever the parameters are.

#include "mlp/math/optimizer.h"
#include "mlp/training/objective.h"

namespace mlp {

template <class T>
class BatchObjective final : public StepObjective<T> {
 public:
  /// `trial_statistics` stand in for the running statistics, which move once a step and not with every trial.
  BatchObjective(Objective<T>& objective, const Execution<T>& run, Buffer<T>& trial_statistics)
      : objective_(objective), run_(run) {
    run_.statistics = trial_statistics.data();
  }

  double evaluate() override { return objective_.gradient(run_).J(run_.samples); }

 private:
  Objective<T>& objective_;
  Execution<T> run_;
};

}  // namespace mlp
