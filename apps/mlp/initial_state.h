#pragma once
// A run's state before training.

#include "mlp/config/build.h"

namespace mlp {

/// The state in which training with this seed would begin: initial weights, or those of model.initial_weights.
template <class T>
TrainState<T> initial_state(const BuiltRun<T>& run, const RunConfig& config, std::uint64_t seed) {
  TrainState<T> state;
  set_initial_values(run.parts(config, Threads(1)), seed, state);
  return state;
}

}  // namespace mlp
