#include "mlp/training/trainer.h"

#include <algorithm>
#include <cmath>

#include "batch_objective.h"
#include "divergence.h"
#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/training/batch_order.h"
#include "mlp/training/clipping.h"
#include "mlp/training/constraints.h"
#include "mlp/training/early_stopping.h"
#include "mlp/training/unit_variance.h"

namespace mlp {
namespace {

/// The number of parameters; throws InputError where the vectors of that length would not fit in memory.
template <class T>
std::size_t checked_size(const TrainingParts<T>& parts) {
  const auto size = static_cast<std::uint64_t>(parts.model.parameters().size());
  const auto vectors = static_cast<std::uint64_t>(3 + parts.optimizer.moment_count());  // w, gradient, last step
  require_memory(saturating_product(size, vectors * sizeof(T)),
                 "a net of " + grouped(parts.model.parameters().size()) +
                     " parameters with its gradient and the optimizer's moments",
                 parts.optimizer.moment_count() > 0 ? "Take fewer units, or an optimizer that remembers less."
                                                    : "Take fewer units.");
  return static_cast<std::size_t>(size);
}

void check_is_column(const std::string& who, const std::string& monitor, const std::vector<std::string>& columns) {
  if (std::ranges::find(columns, monitor) != columns.end()) return;
  const std::string suggestion = did_you_mean(monitor, columns);
  throw InputError(who + " monitors \"" + monitor + "\", which is no column of history.csv; " + suggestion +
                   (suggestion.empty() ? "they are " : " They are ") + listed(columns));
}

}  // namespace

bool DiagnosticsSettings::due(std::int64_t epoch, bool last) const {
  if (every && *every == 0) return false;
  if (last) return true;
  return every ? epoch % *every == 0 : is_auto_epoch(epoch);
}

template <class T>
void set_initial_values(const TrainingParts<T>& parts, std::uint64_t seed, TrainState<T>& state) {
  state.parameters.resize(static_cast<std::size_t>(parts.model.parameters().size()));
  state.statistics.resize(static_cast<std::size_t>(parts.model.statistics().size()));
  parts.model.parameters().initialize(seed, state.parameters.data());
  parts.model.statistics().initialize(seed, state.statistics.data());
  scale_to_unit_variance(parts.model, parts.training, parts.threads, state);
  if (parts.set_initial) parts.set_initial(state);
}

template <class T>
Trainer<T>::Trainer(const TrainingSettings& settings, const TrainingParts<T>& parts)
    : settings_(settings),
      parts_(parts),
      batch_size_(settings.batch_size == 0 ? parts.training.samples()
                                           : std::min<Index>(settings.batch_size, parts.training.samples())),
      columns_{"epoch", "step", "seconds", "learning_rate", "train_loss", "train_penalty"},
      objective_(parts.model, parts.loss, batch_size_, WorkspaceUse::training),
      units_(parts.output_scaling, parts.model.outputs(), batch_size_),
      evaluator_(parts.model, parts.loss.unweighted(), parts_.metrics, parts.threshold, parts.output_scaling),
      gradient_(checked_size(parts)),
      last_step_(gradient_.size()),
      trial_statistics_(static_cast<std::size_t>(parts.model.statistics().size())),
      order_(static_cast<std::size_t>(parts.training.samples())) {
  for (const std::string& name : parts.metric_names) columns_.push_back("train_" + name);
  if (parts.validation != nullptr) {
    columns_.push_back("val_loss");
    for (const std::string& name : parts.metric_names) columns_.push_back("val_" + name);
  }
  if (settings.early_stopping) check_is_column("early_stopping", settings.early_stopping->monitor, columns_);
  if (settings.reduce_on_plateau)
    check_is_column("reduce_on_plateau", settings.reduce_on_plateau->watch.monitor, columns_);
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
  state.sums.metrics = fresh_states(parts_.metrics, parts_.model.outputs(), parts_.training.samples());
  return state;
}

template <class T>
TrainingStatus Trainer<T>::run(TrainState<T>& state, TrainingListener<T>& listener) {
  started_ = Clock::now();
  seconds_before_ = state.seconds;
  if (state.begun)
    listener.on_resumed(initial_layers());
  else
    begin(state, listener);
  while (state.epoch < settings_.epochs) {
    fill_epoch_order(settings_.seed, state.epoch, settings_.shuffle, order_);
    if (!run_epoch(state, listener)) {
      if (!problem_.empty()) return TrainingStatus::diverged;
      listener.save(state);
      return TrainingStatus::interrupted;
    }
    if (end_epoch(state, listener)) return TrainingStatus::stopped_early;
    if (!problem_.empty()) return TrainingStatus::diverged;
  }
  return TrainingStatus::completed;
}

/// The diagnostics of epoch 0: initial parameters are a function of the seed, so they need not have been kept.
template <class T>
std::vector<LayerRow> Trainer<T>::initial_layers() {
  if (!diagnostics_ || !settings_.diagnostics.due(0, settings_.epochs == 0)) return {};
  TrainState<T> initial = initial_state();
  return diagnostics_->measure(0, execution(initial), {});
}

/// Row 0: everything with the initial parameters, in inference mode.
template <class T>
void Trainer<T>::begin(TrainState<T>& state, TrainingListener<T>& listener) {
  state.begun = true;
  // Classes have their weights here, as in every later train_loss.
  Evaluator<T> of_training(parts_.model, parts_.loss, parts_.metrics, parts_.threshold, parts_.output_scaling);
  const Evaluation training = of_training.evaluate(parts_.training, execution(state));
  std::optional<Evaluation> validation;
  if (parts_.validation != nullptr) validation = evaluator_.evaluate(*parts_.validation, execution(state));
  HistoryRow row = row_of(state, validation);
  row[4] = training.loss;
  row[5] = objective_.weight_penalty(state.parameters.data()) + training.activity_penalty;
  std::copy(training.metrics.begin(), training.metrics.end(), row.begin() + 6);
  report(state, row, settings_.epochs == 0, listener);
}

/// The batches of an epoch, from where the state stands. False where it was cut short.
template <class T>
bool Trainer<T>::run_epoch(TrainState<T>& state, TrainingListener<T>& listener) {
  const std::int64_t batches = batches_per_epoch();
  while (state.batch < batches) {
    if (listener.stop_requested()) return false;
    const std::size_t first = static_cast<std::size_t>(state.batch * batch_size_);
    const std::size_t count = std::min(static_cast<std::size_t>(batch_size_), order_.size() - first);
    if (!train_batch(state, std::span<const Index>(order_).subspan(first, count), state.batch + 1 == batches))
      return false;
    state.seconds = seconds_before_ + std::chrono::duration<double>(Clock::now() - started_).count();
    listener.on_batch(state);
  }
  return true;
}

/// One step. False where the loss is not finite (and that ends training).
template <class T>
bool Trainer<T>::train_batch(TrainState<T>& state, std::span<const Index> which, bool last_of_epoch) {
  parts_.training.gather(which, objective_.inputs(), objective_.targets());
  Execution<T> run = execution(state);
  run.samples = static_cast<Index>(which.size());
  run.training = true;
  const BatchLoss loss = objective_.gradient(run);
  if (settings_.stop_on_nonfinite && !std::isfinite(loss.total + loss.penalty)) {
    problem_ = describe_divergence(state, state.step + 1, loss.total / static_cast<double>(run.samples));
    return false;
  }
  add_batch(parts_.metrics, objective_, run, parts_.threshold, units_, state.sums.metrics);
  state.sums.loss.add(loss.total);
  state.sums.penalty.add(loss.penalty * static_cast<double>(run.samples));
  state.sums.samples += run.samples;

  if (settings_.clip_norm) clip_norm<T>(*settings_.clip_norm, gradient_);
  if (settings_.clip_value) clip_value<T>(*settings_.clip_value, gradient_);
  const bool keep_step = last_of_epoch && diagnostics_;
  if (keep_step) last_step_ = state.parameters;
  make_step(state, run, loss);
  apply_constraints(parts_.threads, parts_.model.parameters(), state.parameters.data());
  if (keep_step)
    std::transform(state.parameters.begin(), state.parameters.end(), last_step_.begin(), last_step_.begin(),
                   std::minus<>());
  ++state.step;
  ++state.batch;
  return true;
}

/// Hands everything that a step needs to the optimizer.
template <class T>
void Trainer<T>::make_step(TrainState<T>& state, const Execution<T>& run, const BatchLoss& loss) {
  BatchObjective<T> objective(objective_, run, trial_statistics_);
  const Index size = static_cast<Index>(gradient_.size());
  parts_.optimizer.step({state.step + 1, learning_rate(state, state.step)},
                        {.threads = parts_.threads,
                         .size = size,
                         .parameters = state.parameters.data(),
                         .gradient = gradient_.data(),
                         .moments = Moments<T>(state.moments.data(), padded(size), size),
                         .common = state.common,
                         .value = objective.mean_of(loss),
                         .objective = objective});
}

/// The row of the epoch just run, validation and diagnostics included. True where training shall stop early.
template <class T>
bool Trainer<T>::end_epoch(TrainState<T>& state, TrainingListener<T>& listener) {
  if (settings_.stop_on_nonfinite && !is_finite(state)) {
    problem_ =
        describe_divergence(state, state.step, state.sums.loss.value() / static_cast<double>(state.sums.samples));
    return false;
  }
  ++state.epoch;
  state.batch = 0;
  const bool last = state.epoch == settings_.epochs;
  std::optional<Evaluation> validation;
  if (parts_.validation != nullptr && (last || state.epoch % settings_.validate_every == 0))
    validation = evaluator_.evaluate(*parts_.validation, execution(state));
  state.seconds = seconds_before_ + std::chrono::duration<double>(Clock::now() - started_).count();
  const HistoryRow row = row_of(state, validation);
  state.sums = EpochSums{.metrics = fresh_states(parts_.metrics, parts_.model.outputs(), parts_.training.samples())};
  const bool stop = shall_stop_early(state, row) && !last;
  if (settings_.reduce_on_plateau)
    if (const auto value = cell_of(row, settings_.reduce_on_plateau->watch.monitor))
      reduce_on_plateau(*settings_.reduce_on_plateau, *value, state.epoch, state.plateau);
  report(state, row, last || stop, listener);
  if (!last && !stop && settings_.checkpoint_every > 0 && state.epoch % settings_.checkpoint_every == 0)
    listener.save(state);
  return stop;
}

template <class T>
bool Trainer<T>::shall_stop_early(TrainState<T>& state, const HistoryRow& row) const {
  if (!settings_.early_stopping) return false;
  const std::optional<double> value = cell_of(row, settings_.early_stopping->monitor);
  return value && improves_no_more(*settings_.early_stopping, *value, state.epoch, state.stopping);
}

template <class T>
std::optional<double> Trainer<T>::cell_of(const HistoryRow& row, const std::string& column) const {
  return row[static_cast<std::size_t>(std::ranges::find(columns_, column) - columns_.begin())];
}

template <class T>
HistoryRow Trainer<T>::row_of(const TrainState<T>& state, const std::optional<Evaluation>& validation) const {
  const double samples = static_cast<double>(state.sums.samples);
  HistoryRow row{static_cast<double>(state.epoch),
                 static_cast<double>(state.step),
                 state.seconds,
                 learning_rate(state, std::max<std::int64_t>(0, state.step - 1)),
                 state.sums.loss.value() / samples,
                 state.sums.penalty.value() / samples};
  for (std::size_t i = 0; i < parts_.metrics.size(); ++i)
    row.push_back(parts_.metrics[i]->value(state.sums.metrics[i]));
  if (validation) {
    row.push_back(validation->loss);
    row.insert(row.end(), validation->metrics.begin(), validation->metrics.end());
  }
  row.resize(columns_.size());
  return row;
}

template <class T>
void Trainer<T>::report(TrainState<T>& state, const HistoryRow& row, bool last, TrainingListener<T>& listener) {
  std::vector<LayerRow> layers;
  std::vector<LayerHistograms> histograms;
  const bool wants_histograms =
      std::ranges::find(settings_.diagnostics.histograms, state.epoch) != settings_.diagnostics.histograms.end();
  const bool due = settings_.diagnostics.due(state.epoch, last);
  if (diagnostics_ && (due || wants_histograms)) {
    const Execution<T> run = execution(state);
    const auto rows = diagnostics_->measure(state.epoch, run, state.epoch == 0 ? std::span<const T>{} : last_step_);
    if (due) layers = rows;
    if (wants_histograms) histograms = diagnostics_->histograms(state.epoch, run.parameters);
  }
  listener.on_epoch(state, row, layers, histograms);
}

template <class T>
Execution<T> Trainer<T>::execution(TrainState<T>& state) {
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
double Trainer<T>::learning_rate(const TrainState<T>& state, std::int64_t step) const {
  const std::int64_t per_epoch = batches_per_epoch();
  const std::int64_t t = settings_.schedule_counts_epochs ? step / per_epoch : step;
  const std::int64_t all = settings_.schedule_counts_epochs ? settings_.epochs : settings_.epochs * per_epoch;
  const double T_all = static_cast<double>(std::max<std::int64_t>(1, all));
  return parts_.schedule.rate(static_cast<double>(t), T_all) * state.plateau.factor;
}

template <class T>
std::int64_t Trainer<T>::batches_per_epoch() const {
  const Index samples = parts_.training.samples();
  return settings_.drop_last ? samples / batch_size_ : (samples + batch_size_ - 1) / batch_size_;
}

template <class T>
bool Trainer<T>::is_finite(const TrainState<T>& state) const {
  return std::ranges::all_of(state.parameters, [](T value) { return std::isfinite(value); });
}

template <class T>
std::string Trainer<T>::describe_divergence(const TrainState<T>& state, std::int64_t step, double loss) const {
  return divergence_message({state.epoch + 1, step, loss, learning_rate(state, step - 1)}, parts_.model.parameters(),
                            std::span<const T>(gradient_));
}

template void set_initial_values(const TrainingParts<float>&, std::uint64_t, TrainState<float>&);
template void set_initial_values(const TrainingParts<double>&, std::uint64_t, TrainState<double>&);
template class Trainer<float>;
template class Trainer<double>;

}  // namespace mlp
