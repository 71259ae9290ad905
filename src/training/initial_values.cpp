// Parameters and running statistics before the first step.

#include "mlp/training/training_parts.h"
#include "mlp/training/unit_variance.h"

namespace mlp {

template <class T>
void set_initial_values(const TrainingParts<T>& parts, std::uint64_t seed, TrainState<T>& state) {
  state.parameters.resize(static_cast<std::size_t>(parts.model.parameters().size()));
  state.statistics.resize(static_cast<std::size_t>(parts.model.statistics().size()));
  parts.model.parameters().initialize(seed, state.parameters.data());
  parts.model.statistics().initialize(seed, state.statistics.data());
  scale_to_unit_variance(parts.model, parts.training, parts.threads, state);
  if (parts.set_initial) parts.set_initial(state);
}

template void set_initial_values(const TrainingParts<float>&, std::uint64_t, TrainState<float>&);
template void set_initial_values(const TrainingParts<double>&, std::uint64_t, TrainState<double>&);

}  // namespace mlp
