#pragma once
// One update of the parameters: the gradient of a batch's J, clipped, then the optimizer's rule, then the constraints.
// Everything here is fixed before the first step, buffers included: a step allocates nothing.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mlp/training/batch_plan.h"
#include "mlp/training/objective.h"
#include "mlp/training/original_units.h"
#include "mlp/training/training_parts.h"

namespace mlp {

/// What may be asked for after a step.
struct StepKeeps {
  bool change = false;    // last_change()
  bool gradient = false;  // what divergence() tells of the step's gradient
};

template <class T>
class TrainingStep {
 public:
  /// All three must outlive it. Throws InputError where there is no memory for its vectors.
  TrainingStep(const TrainingSettings& settings, const TrainingParts<T>& parts, const BatchPlan& plan);

  /// Trains on these samples of the training part, and adds their loss and metrics to state.sums. Where J is not
  /// finite, and training shall stop then, nothing is changed, and what the user is told is returned.
  std::optional<std::string> make(TrainState<T>& state, std::span<const Index> samples, const StepKeeps& keeps);

  /// What the last step changed the parameters by; asked for once, and only after a step that kept them.
  std::span<const T> last_change(const TrainState<T>& state);

  /// Step number `step`, counted from 0: by the schedule, and reduced where a plateau was met.
  double learning_rate(const TrainState<T>& state, std::int64_t step) const;

  /// Σ penalty(w) over the weights.
  double weight_penalty(const TrainState<T>& state) const { return objective_.weight_penalty(state.parameters.data()); }

  /// The net at a state, in inference mode.
  Execution<T> execution(TrainState<T>& state);

  /// What the user is told where update number `step`, counted from 1, met a loss or parameters that are not finite.
  std::string divergence(const TrainState<T>& state, std::int64_t step, double loss) const;

 private:
  void learn(TrainState<T>& state, const Execution<T>& run, const BatchLoss& loss, const StepKeeps& keeps);

  const TrainingSettings& settings_;
  const TrainingParts<T>& parts_;
  const BatchPlan& plan_;
  const std::vector<ParameterGroup> groups_;
  const bool constrains_;       // some of the parameters
  const bool updates_eagerly_;  // where nothing in a step forbids it
  Objective<T> objective_;
  OriginalUnits<T> units_;
  Buffer<T> gradient_, before_step_, trial_statistics_;
};

}  // namespace mlp
