#pragma once
// A run's state before training.

#include "mlp/config/build.h"

namespace mlp {

/// The state in which training with this seed would begin: initial weights, or those of model.initial_weights.
template <class T>
TrainState<T> initial_state(const BuiltRun<T>& run, const RunConfig& config, std::uint64_t seed) {
  TrainState<T> state;
  state.parameters.resize(static_cast<std::size_t>(run.model.parameters().size()));
  state.statistics.resize(static_cast<std::size_t>(run.model.statistics().size()));
  run.model.parameters().initialize(seed, state.parameters.data());
  run.model.statistics().initialize(seed, state.statistics.data());
  const TrainingParts<T> parts = run.parts(config, Threads(1));
  if (parts.set_initial) parts.set_initial(state);
  return state;
}

}  // namespace mlp
