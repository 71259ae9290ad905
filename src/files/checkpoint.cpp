#include "mlp/files/checkpoint.h"

#include <algorithm>

#include "mlp/core/error.h"
#include "mlp/files/safetensors.h"

namespace mlp {
namespace {

constexpr const char* checkpoint_format = "mlp checkpoint 2";

/// One list of names and places for writing and reading, so that the two cannot disagree. `visit(name, values)` is
/// called with each vector of the state.
template <class T, class State, class Visit>
void visit_vectors(State& state, const Visit& visit) {
  visit("parameters", state.parameters);
  visit("statistics", state.statistics);
  visit("moments", state.moments);
  visit("common", state.common);
  for (std::size_t i = 0; i < state.sums.metrics.size(); ++i)
    visit("metric_" + std::to_string(i), state.sums.metrics[i]);
}

template <class T>
std::vector<std::int64_t> counters_of(const TrainState<T>& s, const CheckpointFacts& facts) {
  return {s.begun,
          s.step,
          s.epoch,
          s.batch,
          s.sums.samples,
          s.stopping.best_epoch,
          s.plateau.watch.best_epoch,
          static_cast<std::int64_t>(facts.history_bytes),
          static_cast<std::int64_t>(facts.layers_bytes)};
}

template <class T>
std::vector<double> numbers_of(const TrainState<T>& s) {
  return {s.sums.loss.total(), s.sums.loss.correction(), s.sums.penalty.total(), s.sums.penalty.correction(),
          s.stopping.best,     s.plateau.watch.best,     s.plateau.factor,       s.seconds};
}

template <class Element>
Tensor vector_tensor(std::string name, std::span<const Element> values) {
  return tensor_of(std::move(name), {static_cast<Index>(values.size())}, values);
}

/// The values of a tensor that must be there, with that many elements of that type.
template <class Element>
std::span<const Element> required(const Safetensors& file, const std::filesystem::path& path, const std::string& name,
                                  std::size_t size) {
  const Tensor* tensor = find_tensor(file.tensors, name);
  if (tensor == nullptr) throw InputError(path.string() + ": tensor \"" + name + "\" is missing");
  if (tensor->shape != Shape{static_cast<Index>(size)})
    throw InputError(path.string() + ": tensor \"" + name + "\" has shape " + text_of(tensor->shape) +
                     "; this run needs [" + std::to_string(size) + "]");
  try {
    return tensor->values<Element>();
  } catch (const InputError& error) {
    throw InputError(path.string() + ": " + error.what());
  }
}

}  // namespace

template <class T>
void write_checkpoint(const std::filesystem::path& path, const TrainState<T>& state, const CheckpointFacts& facts) {
  std::vector<Tensor> tensors;
  visit_vectors<T>(state, [&](std::string name, const auto& values) {
    using Element = typename std::decay_t<decltype(values)>::value_type;
    tensors.push_back(vector_tensor(std::move(name), std::span<const Element>(values)));
  });
  tensors.push_back(vector_tensor("counters", std::span<const std::int64_t>(counters_of(state, facts))));
  tensors.push_back(vector_tensor("numbers", std::span<const double>(numbers_of(state))));
  write_safetensors(path, tensors, {{"format", checkpoint_format}, {"config", facts.config}});
}

template <class T>
CheckpointFacts read_checkpoint(const std::filesystem::path& path, const std::string& config, TrainState<T>& state) {
  Safetensors file = read_safetensors(path);
  if (file.metadata["format"] != checkpoint_format || !file.has_digest)
    throw InputError(path.string() + ": not a checkpoint of this program");
  if (file.metadata["config"] != config)
    throw InputError(path.string() +
                     ": the checkpoint of a run with another config; restore the config, or train anew with --force");
  visit_vectors<T>(state, [&](const std::string& name, auto& values) {
    using Element = typename std::decay_t<decltype(values)>::value_type;
    // A metric may keep more numbers the longer it runs.
    const Tensor* tensor = find_tensor(file.tensors, name);
    const bool grows = name.starts_with("metric_") && tensor != nullptr && tensor->shape.size() == 1;
    const std::size_t size = grows ? static_cast<std::size_t>(tensor->shape[0]) : values.size();
    const auto stored = required<Element>(file, path, name, size);
    values.assign(stored.begin(), stored.end());
  });
  const auto counters = required<std::int64_t>(file, path, "counters", counters_of(state, {}).size());
  const auto numbers = required<double>(file, path, "numbers", numbers_of(state).size());
  state.begun = counters[0] != 0;
  state.step = counters[1];
  state.epoch = counters[2];
  state.batch = counters[3];
  state.sums.samples = counters[4];
  state.stopping = {numbers[4], counters[5]};
  state.sums.loss = Sum(numbers[0], numbers[1]);
  state.sums.penalty = Sum(numbers[2], numbers[3]);
  state.plateau = {{numbers[5], counters[6]}, numbers[6]};
  state.seconds = numbers[7];
  return {config, static_cast<std::uint64_t>(counters[7]), static_cast<std::uint64_t>(counters[8])};
}

#define MLP_INSTANTIATE(T)                                                                                    \
  template void write_checkpoint(const std::filesystem::path&, const TrainState<T>&, const CheckpointFacts&); \
  template CheckpointFacts read_checkpoint(const std::filesystem::path&, const std::string&, TrainState<T>&);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
