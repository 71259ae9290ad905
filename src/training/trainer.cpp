#include "mlp/training/trainer.h"

#include <algorithm>
#include <cmath>

#include "mlp/training/batch_order.h"
#include "watching.h"

namespace mlp {

template <class T>
Trainer<T>::Trainer(const TrainingSettings& settings, const TrainingParts<T>& parts)
    : settings_(settings),
      parts_(parts),
      plan_(settings, parts.training.samples()),
      columns_(parts.metric_names, parts.validation != nullptr),
      step_(settings_, parts_, plan_),
      evaluator_(parts.model, parts.loss.unweighted(), parts_.metrics, parts.threshold, parts.output_scaling),
      order_(static_cast<std::size_t>(parts.training.samples())) {
  check_monitors(settings, columns_);
  if (settings.diagnostics.every.value_or(1) != 0 || !settings.diagnostics.histograms.empty())
    diagnostics_.emplace(parts.model, parts.loss, parts.training, static_cast<Index>(settings.diagnostics.samples));
}

template <class T>
TrainState<T> Trainer<T>::initial_state() const {
  TrainState<T> state;
  state.moments.resize(
      static_cast<std::size_t>(padded(parts_.model.parameters().size()) * parts_.optimizer.moment_count()));
  state.common.resize(static_cast<std::size_t>(parts_.optimizer.common_count()));
  set_initial_values(parts_, settings_.seed, state);
  reserve_snapshots(settings_, state);
  state.sums.metrics = fresh_states(parts_.metrics, parts_.model.outputs(), parts_.training.samples());
  return state;
}

template <class T>
TrainingStatus Trainer<T>::run(TrainState<T>& state, TrainingListener<T>& listener) {
  started_ = saved_ = Clock::now();
  seconds_before_ = state.seconds;
  if (state.begun)
    listener.on_resumed(initial_layers(state));
  else
    begin(state, listener);
  while (cause_ == StopCause::none && state.step < plan_.steps()) {
    fill_epoch_order(settings_.seed, state.epoch, settings_.shuffle, order_);
    const EpochPart part = run_epoch(state, listener);
    if (part == EpochPart::interrupted) {
      save(state, listener);
      return TrainingStatus::interrupted;
    }
    if (part == EpochPart::diverged || !end_epoch(state, listener)) return TrainingStatus::diverged;
  }
  restore_best(state);
  return cause_ == StopCause::none ? TrainingStatus::completed : TrainingStatus::stopped_early;
}

/// The diagnostics of epoch 0: initial parameters are a function of the seed, so they need not have been kept, unless
/// they were pretrained.
template <class T>
std::vector<LayerRow> Trainer<T>::initial_layers(const TrainState<T>& state) {
  if (!diagnostics_ || !settings_.diagnostics.due(0, plan_.steps() == 0)) return {};
  TrainState<T> initial = initial_state();
  if (const Snapshot<T>& pretrained = state.pretraining.result; !pretrained.parameters.empty()) {
    initial.parameters = pretrained.parameters;
    initial.statistics = pretrained.statistics;
  }
  return diagnostics_->measure(0, step_.execution(initial), {});
}

/// Row 0: everything with the initial parameters, in inference mode.
template <class T>
void Trainer<T>::begin(TrainState<T>& state, TrainingListener<T>& listener) {
  state.begun = true;
  // Classes have their weights here, as in every later train_loss.
  Evaluator<T> of_training(parts_.model, parts_.loss, parts_.metrics, parts_.threshold, parts_.output_scaling);
  const Evaluation training = of_training.evaluate(parts_.training, step_.execution(state));
  EpochNumbers numbers{.seconds = state.seconds,
                       .learning_rate = step_.learning_rate(state, 0),
                       .train_loss = training.loss,
                       .train_penalty = step_.weight_penalty(state) + training.activity_penalty,
                       .train_metrics = training.metrics};
  if (parts_.validation != nullptr)
    numbers.validation = evaluator_.evaluate(*parts_.validation, step_.execution(state));
  if (plan_.steps() > 0 && time_is_up(state)) cause_ = StopCause::time_limit;
  report(state, columns_.row(numbers), plan_.steps() == 0 || cause_ != StopCause::none, listener);
}

/// The batches of an epoch, from where the state stands.
template <class T>
typename Trainer<T>::EpochPart Trainer<T>::run_epoch(TrainState<T>& state, TrainingListener<T>& listener) {
  const std::int64_t batches = plan_.in_epoch_after(state.epoch);
  while (state.batch < batches) {
    if (const std::optional<double> every = settings_.checkpoint.every_seconds) {
      const std::chrono::duration<double> unsaved = Clock::now() - saved_;
      if (unsaved.count() >= *every) save(state, listener);
    }
    if (listener.stop_requested()) return EpochPart::interrupted;
    if (!train_batch(state)) return EpochPart::diverged;
    state.seconds = seconds_now();
    listener.on_batch(state);
    if (time_is_up(state)) return EpochPart::cut_short;
  }
  return EpochPart::whole;
}

/// The next batch of the epoch. False where its loss is not finite (and that ends training).
template <class T>
bool Trainer<T>::train_batch(TrainState<T>& state) {
  const std::size_t first = static_cast<std::size_t>(state.batch * plan_.batch_size());
  const std::size_t count = static_cast<std::size_t>(plan_.size_of(state.batch));
  const bool may_end_epoch =
      settings_.time_limit || settings_.stop_after || state.batch + 1 == plan_.in_epoch_after(state.epoch);
  const auto problem = step_.make(state, std::span<const Index>(order_).subspan(first, count),
                                  {.change = diagnostics_.has_value() && may_end_epoch, .gradient = may_end_epoch});
  if (problem) {
    problem_ = *problem;
    return false;
  }
  ++state.batch;
  return true;
}

/// The row of the epoch just run, validation and diagnostics included, and what follows from it. False where the
/// parameters are no longer finite.
template <class T>
bool Trainer<T>::end_epoch(TrainState<T>& state, TrainingListener<T>& listener) {
  if (settings_.stop_on_nonfinite && !is_finite(state)) {
    problem_ = step_.divergence(state, state.step, state.sums.loss.value() / static_cast<double>(state.sums.samples));
    return false;
  }
  ++state.epoch;
  state.batch = 0;
  bool out_of_time = time_is_up(state);
  const bool planned_end = state.step == plan_.steps();
  std::optional<Evaluation> validation;
  if (parts_.validation != nullptr && (planned_end || out_of_time || state.epoch % settings_.validate_every == 0)) {
    validation = evaluator_.evaluate(*parts_.validation, step_.execution(state));
    state.seconds = seconds_now();
    out_of_time = time_is_up(state);
  }
  const HistoryRow row = row_of(state, validation);
  state.sums = EpochSums{.metrics = fresh_states(parts_.metrics, parts_.model.outputs(), parts_.training.samples())};
  const Consequences consequences = take_note(settings_, columns_, row, state);
  if (!planned_end && consequences.stop) cause_ = StopCause::early_stopping;
  if (!planned_end && out_of_time) cause_ = StopCause::time_limit;
  const bool last = planned_end || cause_ != StopCause::none;
  report(state, row, last, listener);
  if (consequences.kept_best) listener.on_best(state);
  const std::int64_t every = settings_.checkpoint.every;
  if (!last && every > 0 && state.epoch % every == 0) save(state, listener);
  return true;
}

template <class T>
void Trainer<T>::restore_best(TrainState<T>& state) {
  const bool wanted = settings_.early_stopping && settings_.early_stopping->restore_best;
  if (!wanted || state.stopping.best_epoch < 0) return;
  state.parameters = state.restorable.parameters;
  state.statistics = state.restorable.statistics;
  restored_epoch_ = state.stopping.best_epoch;
}

template <class T>
void Trainer<T>::save(const TrainState<T>& state, TrainingListener<T>& listener) {
  listener.save(state);
  saved_ = Clock::now();
}

template <class T>
HistoryRow Trainer<T>::row_of(const TrainState<T>& state, const std::optional<Evaluation>& validation) const {
  const double samples = static_cast<double>(state.sums.samples);
  EpochNumbers numbers{.epoch = state.epoch,
                       .step = state.step,
                       .seconds = state.seconds,
                       .learning_rate = step_.learning_rate(state, state.step - 1),
                       .train_loss = state.sums.loss.value() / samples,
                       .train_penalty = state.sums.penalty.value() / samples,
                       .validation = validation};
  for (std::size_t i = 0; i < parts_.metrics.size(); ++i)
    numbers.train_metrics.push_back(parts_.metrics[i]->value(state.sums.metrics[i]));
  return columns_.row(numbers);
}

template <class T>
void Trainer<T>::report(TrainState<T>& state, const HistoryRow& row, bool last, TrainingListener<T>& listener) {
  std::vector<LayerRow> layers;
  std::vector<LayerHistograms> histograms;
  const bool wants_histograms =
      std::ranges::find(settings_.diagnostics.histograms, state.epoch) != settings_.diagnostics.histograms.end();
  const bool due = settings_.diagnostics.due(state.epoch, last);
  if (diagnostics_ && (due || wants_histograms)) {
    const Execution<T> run = step_.execution(state);
    std::span<const T> last_change;  // before the first step there is none
    if (state.epoch > 0) last_change = step_.last_change(state);
    const auto rows = diagnostics_->measure(state.epoch, run, last_change);
    if (due) layers = rows;
    if (wants_histograms) histograms = diagnostics_->histograms(state.epoch, run.parameters);
  }
  listener.on_epoch(state, row, layers, histograms);
}

template <class T>
bool Trainer<T>::is_finite(const TrainState<T>& state) const {
  return std::ranges::all_of(state.parameters, [](T value) { return std::isfinite(value); });
}

template <class T>
bool Trainer<T>::time_is_up(const TrainState<T>& state) const {
  if (settings_.stop_after) return state.pretraining.steps + state.step >= *settings_.stop_after;
  return settings_.time_limit && state.seconds >= *settings_.time_limit;
}

template <class T>
double Trainer<T>::seconds_now() const {
  return seconds_before_ + std::chrono::duration<double>(Clock::now() - started_).count();
}

template class Trainer<float>;
template class Trainer<double>;

}  // namespace mlp
