#include "mlp/training/training_step.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "batch_objective.h"
#include "divergence.h"
#include "eager_update.h"
#include "gather.h"
#include "mlp/core/fetch.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/training/clipping.h"
#include "mlp/training/constraints.h"
#include "mlp/training/evaluate.h"
#include "watching.h"

namespace mlp {
namespace {

/// The number of parameters, for which there is memory.
template <class T>
std::size_t checked_size(const TrainingSettings& settings, const TrainingParts<T>& parts) {
  require_training_memory(settings, parts.model, parts.optimizer);
  return static_cast<std::size_t>(parts.model.parameters().size());
}

/// What a sample has in the net: its features and the outputs of all layers.
template <class T>
Index values_of_sample(const Model<T>& model) {
  Index count = model.inputs();
  for (const auto& node : model.nodes()) count += node.rows;
  return count;
}

/// True where a step had better be shared by several threads. It counts the floating-point operations of the products,
/// less what it costs that numbers lie in another core's cache: of the parameters and their gradient as many as the
/// second-level caches can hold, and what the samples have in the net. A number costs as much as 200 operations.
/// What is left must take some 25 µs, since a step has many products for which the threads wait for one another.
template <class T>
bool is_worth_sharing(const Model<T>& model, Index samples) {
  constexpr double crossing = 200, cached = second_level_cache / static_cast<double>(sizeof(T)), worth_sharing = 5e6;
  const double parameters = static_cast<double>(model.parameters().size()), count = static_cast<double>(samples);
  const double numbers = std::min(parameters, cached) + count * static_cast<double>(values_of_sample(model));
  return 6 * parameters * count - crossing * numbers >= worth_sharing;
}

/// True where parameters had better be updated while the backward pass goes on. A small net stays in the second-level
/// cache as a whole; for it one loop over all is shorter. Clipping needs the whole gradient first.
template <class T>
bool may_update_eagerly(const TrainingSettings& settings, const TrainingParts<T>& parts) {
  constexpr Index cached = second_level_cache / static_cast<Index>(sizeof(T));
  const Index vectors = 2 + parts.optimizer.moment_count();
  return parts.optimizer.elementwise() != nullptr && !settings.clip_norm && !settings.clip_value &&
         vectors * parts.model.parameters().size() > cached;
}

}  // namespace

template <class T>
void require_training_memory(const TrainingSettings& settings, const Model<T>& model, const Optimizer<T>& optimizer) {
  const Index parameters = model.parameters().size();
  const bool remembers = optimizer.moment_count() > 0;
  const Index vectors = 4 + optimizer.moment_count() + snapshot_count(settings);
  require_memory(
      saturating_product(static_cast<std::uint64_t>(parameters), static_cast<std::uint64_t>(vectors) * sizeof(T)),
      "a net of " + grouped(parameters) + " parameters with its gradient and the optimizer's moments",
      remembers ? "Take fewer units or layers, or an optimizer that remembers less." : "Take fewer units or layers.");
}

template <class T>
TrainingStep<T>::TrainingStep(const TrainingSettings& settings, const TrainingParts<T>& parts, const BatchPlan& plan)
    : settings_(settings),
      parts_(parts),
      plan_(plan),
      groups_(parts.model.parameters().groups()),
      constrains_(std::ranges::any_of(parts.model.parameters().blocks(),
                                      [](const ParameterBlock& block) { return bool(block.settings.constraint); })),
      updates_eagerly_(may_update_eagerly(settings, parts)),
      objective_(parts.model, parts.loss, plan.batch_size(), WorkspaceUse::training),
      units_(parts.output_scaling, parts.model.outputs(), plan.batch_size()),
      gradient_(checked_size(settings, parts)),
      before_step_(gradient_.size()),
      trial_statistics_(static_cast<std::size_t>(parts.model.statistics().size())) {}

template <class T>
std::optional<std::string> TrainingStep<T>::make(TrainState<T>& state, std::span<const Index> samples,
                                                 const StepKeeps& keeps) {
  Execution<T> run = execution(state);
  run.samples = static_cast<Index>(samples.size());
  run.training = true;
  if (!is_worth_sharing(parts_.model, run.samples)) run.threads = Threads(1);
  gather<T>(run.threads, parts_.training, samples, {parts_.model.inputs(), objective_.inputs()},
            {parts_.model.outputs(), objective_.targets()});
  const BatchLoss loss = objective_.evaluate(run);
  if (settings_.stop_on_nonfinite && !std::isfinite(loss.sum + loss.penalty)) {
    objective_.differentiate(run);  // the message names the largest gradient
    return divergence(state, state.step + 1, loss.sum / static_cast<double>(run.samples));
  }
  add_batch(parts_.metrics, objective_, run, parts_.threshold, units_, state.sums.metrics);
  state.sums.loss.add(loss.sum);
  state.sums.penalty.add(loss.penalty * static_cast<double>(run.samples));
  state.sums.samples += run.samples;

  if (keeps.change) before_step_ = state.parameters;
  learn(state, run, loss, keeps);
  if (constrains_) apply_constraints(run.threads, parts_.model.parameters(), state.parameters.data());
  ++state.step;
  return std::nullopt;
}

/// The backward pass, and the update after it or, where nobody needs the whole gradient, while it goes on.
template <class T>
void TrainingStep<T>::learn(TrainState<T>& state, const Execution<T>& run, const BatchLoss& loss,
                            const StepKeeps& keeps) {
  BatchObjective<T> objective(objective_, run, trial_statistics_);
  const Index size = static_cast<Index>(gradient_.size());
  const StepInfo at{state.step + 1, learning_rate(state, state.step)};
  const StepVectors<T> all{.threads = run.threads,
                           .size = size,
                           .groups = groups_,
                           .parameters = state.parameters.data(),
                           .gradient = gradient_.data(),
                           .moments = Moments<T>(state.moments.data(), padded(size), size),
                           .common = state.common,
                           .value = loss.J(run.samples),
                           .objective = objective};
  if (updates_eagerly_ && run.threads.count() == 1 && !keeps.gradient) {
    const EagerUpdate<T> update(*parts_.optimizer.elementwise(), parts_.model.parameters(), at, all);
    Execution<T> updating = run;
    updating.update = &update;
    return objective_.differentiate(updating);
  }
  objective_.differentiate(run);
  if (settings_.clip_norm) clip_norm<T>(*settings_.clip_norm, gradient_);
  if (settings_.clip_value) clip_value<T>(*settings_.clip_value, gradient_);
  parts_.optimizer.step(at, all);
}

template <class T>
std::span<const T> TrainingStep<T>::last_change(const TrainState<T>& state) {
  std::ranges::transform(state.parameters, before_step_, before_step_.begin(), std::minus<>());
  return before_step_;
}

template <class T>
double TrainingStep<T>::learning_rate(const TrainState<T>& state, std::int64_t step) const {
  const std::int64_t t = settings_.schedule_counts_epochs ? step / plan_.per_epoch() : step;
  const std::int64_t all = settings_.schedule_counts_epochs ? plan_.epochs() : plan_.steps();
  const double T_all = static_cast<double>(std::max<std::int64_t>(1, all));
  return parts_.schedule.rate(static_cast<double>(t), T_all) * state.plateau.factor;
}

template <class T>
Execution<T> TrainingStep<T>::execution(TrainState<T>& state) {
  Execution<T> run;
  run.threads = parts_.threads;
  run.parameters = state.parameters.data();
  run.gradient = gradient_.data();
  run.statistics = state.statistics.data();
  run.seed = settings_.seed;
  run.step = static_cast<std::uint64_t>(state.step);
  return run;
}

template <class T>
std::string TrainingStep<T>::divergence(const TrainState<T>& state, std::int64_t step, double loss) const {
  return divergence_message({state.epoch + 1, step, loss, learning_rate(state, step - 1)}, parts_.model.parameters(),
                            std::span<const T>(state.parameters), std::span<const T>(gradient_));
}

template void require_training_memory(const TrainingSettings&, const Model<float>&, const Optimizer<float>&);
template void require_training_memory(const TrainingSettings&, const Model<double>&, const Optimizer<double>&);
template class TrainingStep<float>;
template class TrainingStep<double>;

}  // namespace mlp
