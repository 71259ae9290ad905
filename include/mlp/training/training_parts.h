#pragma once
// What a training run is made of, and what follows from it before the first step: the initial values, and the memory
// that the run will need.

#include <functional>
#include <string>
#include <vector>

#include "mlp/core/parallel.h"
#include "mlp/data/sample_reader.h"
#include "mlp/data/scaling.h"
#include "mlp/math/optimizer.h"
#include "mlp/math/schedule.h"
#include "mlp/model/model.h"
#include "mlp/training/criterion.h"
#include "mlp/training/evaluate.h"
#include "mlp/training/settings.h"
#include "mlp/training/train_state.h"

namespace mlp {

/// The parts that a training run is made of. All must outlive the trainer; `validation` may be null.
template <class T>
struct TrainingParts {
  const Model<T>& model;
  Criterion<T> loss;
  const Optimizer<T>& optimizer;
  const Schedule& schedule;
  const SampleReader<T>& training;
  const SampleReader<T>* validation;
  const Metrics<T>& metrics;
  std::vector<std::string> metric_names;
  T threshold = 0;  // of the decision between two classes, on the model's output
  Threads threads;
  std::function<void(TrainState<T>&)> set_initial;  // changes the initial state; may be empty
  Scaling output_scaling;                           // of the targets: metrics are without it
};

/// Parameters and running statistics as training with this seed begins: by their initializers, scaled by the data where
/// these ask for it, then changed by set_initial.
template <class T>
void set_initial_values(const TrainingParts<T>& parts, std::uint64_t seed, TrainState<T>& state);

/// Throws InputError where the vectors of a training would not fit in memory: parameters, gradient, the parameters
/// before a step and the gradient that diagnostics measure, the optimizer's moments, the nets that are kept.
template <class T>
void require_training_memory(const TrainingSettings& settings, const Model<T>& model, const Optimizer<T>& optimizer);

}  // namespace mlp
