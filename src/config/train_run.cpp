#include "mlp/config/train_run.h"

#include "mlp/config/build.h"
#include "mlp/config/json.h"
#include "mlp/core/files.h"
#include "mlp/core/numbers.h"
#include "mlp/files/model_file.h"
#include "mlp/files/recorder.h"
#include "mlp/training/layer_theory.h"
#include "mlp/training/pretraining.h"
#include "net_views.h"
#include "summary.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

/// What the recorder's hooks need to describe progress.
template <class T>
class ProgressReporter {
 public:
  ProgressReporter(const TrainingSettings& settings, const BuiltRun<T>& run, const Trainer<T>& trainer,
                   const TrainRunOptions& options)
      : options_(options),
        columns_(trainer.history_columns()),
        plan_(trainer.plan()),
        time_limit_(settings.time_limit) {
    progress_.epochs = plan_.epochs();
    const auto factors = kernel_gradient_factors(run.model);
    for (std::size_t i = 0; i < factors.size(); ++i)
      if (factors[i]) theory_[run.model.layers()[i].name] = *factors[i];
    if (!run.metric_names.empty()) progress_.metric_name = run.metric_names[0];
    if (settings.pretraining) pretraining_epochs_ = settings.pretraining->epochs;
  }

  /// A batch of pretraining.
  void operator()(const TrainState<T>& state, const PretrainingStage& stage) {
    if (!options_.progress) return;
    RunProgress progress;
    progress.phase =
        "pretraining " + std::to_string(stage.number) + "/" + std::to_string(stage.count) + " (" + stage.layer + ")";
    progress.epochs = pretraining_epochs_;
    double steps = static_cast<double>(state.pretraining.steps);
    if (!state.pretraining.current.empty()) {
      progress.epoch = state.pretraining.current.front().epoch;
      steps += static_cast<double>(state.pretraining.current.front().step);
    }
    const double all = static_cast<double>(stage.count * pretraining_epochs_ * plan_.per_epoch() + plan_.steps());
    report(std::move(progress), state, steps / all);
  }

  /// A batch of training proper, or, with its row, an epoch.
  void operator()(const TrainState<T>& state, const HistoryRow* row) {
    if (!options_.progress) return;
    if (row != nullptr) {
      progress_.loss = value(*row, "train_loss");
      progress_.val_loss = value(*row, "val_loss");
      progress_.metric = value(*row, "val_" + progress_.metric_name);
      if (!progress_.metric) progress_.metric = value(*row, "train_" + progress_.metric_name);
    }
    progress_.epoch = state.epoch;
    progress_.epoch_ended = row != nullptr;
    const double before = static_cast<double>(state.pretraining.steps);
    const double all = before + static_cast<double>(plan_.steps());
    report(progress_, state, all > 0 ? (before + static_cast<double>(state.step)) / all : 1);
  }

 private:
  std::optional<double> value(const HistoryRow& row, const std::string& column) const {
    const auto at = std::ranges::find(columns_, column);
    return at == columns_.end() ? std::nullopt : row[static_cast<std::size_t>(at - columns_.begin())];
  }

  /// `updates`: the share of those that are planned; where the time is limited, the run may be nearer to its end.
  void report(RunProgress progress, const TrainState<T>& state, double updates) const {
    std::int64_t steps = state.step + state.pretraining.steps;
    if (!state.pretraining.current.empty()) steps += state.pretraining.current.front().step;
    progress.theory = &theory_;
    progress.share = time_limit_ ? std::max(updates, std::min(1.0, state.seconds / *time_limit_)) : updates;
    progress.seconds = state.seconds;
    progress.samples_per_second =
        state.seconds > 0 ? static_cast<double>(plan_.samples_after(steps)) / state.seconds : 0;
    options_.progress(progress);
  }

  const TrainRunOptions& options_;
  const std::vector<std::string>& columns_;
  const BatchPlan& plan_;
  std::optional<double> time_limit_;
  std::int64_t pretraining_epochs_ = 0;
  std::map<std::string, double> theory_;
  RunProgress progress_;
};

template <class T>
std::optional<PartReport> report_on_test(const BuiltRun<T>& run, const TrainingParts<T>& parts, TrainState<T>& state) {
  if (run.data.test().empty()) return std::nullopt;
  Execution<T> execution;
  execution.threads = parts.threads;
  execution.parameters = state.parameters.data();
  execution.statistics = state.statistics.data();
  return PartReporter<T>(run.model, run.criterion().unweighted(), run.report_metrics, run.threshold,
                         is_classification(run.data.info().task), run.data.info().output_scaling())
      .report(run.data.test(), execution);
}

template <class T>
void write_model(const fs::path& path, const std::string& config, const BuiltRun<T>& run, const Buffer<T>& parameters,
                 const Buffer<T>& statistics) {
  ModelFile model{config, run.data.info(), tensors_of(run.model.parameters(), parameters.data())};
  for (Tensor& tensor : tensors_of(run.model.statistics(), statistics.data()))
    model.tensors.push_back(std::move(tensor));
  write_model_file(path, model);
}

/// Steps that are too large need not end in numbers that are not finite: the loss may come to rest far above its
/// beginning, where no gradient is left.
std::string note_on_loss(const std::vector<std::string>& columns, const std::vector<HistoryRow>& rows) {
  constexpr double much_worse = 2;
  const auto column = static_cast<std::size_t>(std::ranges::find(columns, "train_loss") - columns.begin());
  const std::optional<double> first = rows.front()[column], last = rows.back()[column];
  if (!first || !last || !(*last > much_worse * *first)) return "";
  return "the training loss ended at " + rounded(*last) + ", above " + rounded(*first) +
         ", where it began: the steps were too large; try a smaller learning_rate";
}

/// What is worth knowing of a run that ended well: that it was cut short, and of which epoch its net is.
template <class T>
std::string note_on(const TrainingSettings& settings, const Trainer<T>& trainer, const TrainState<T>& state) {
  std::string note;
  if (trainer.stop_cause() == StopCause::time_limit)
    note = "ended by its time limit of " + shortest(settings.time_limit.value_or(0)) + " s in epoch " +
           std::to_string(state.epoch) + ", after " + grouped(state.step) + (state.step == 1 ? " step" : " steps");
  if (const auto epoch = trainer.restored_epoch(); epoch && *epoch != state.epoch)
    note += (note.empty() ? "" : "; ") + std::string("model.safetensors is the net of epoch ") +
            std::to_string(*epoch) + ", the best " + settings.early_stopping->watch.monitor + " (" +
            rounded(state.stopping.best) + "); the last epoch was " + std::to_string(state.epoch);
  return note;
}

std::string note_on_views(const std::string& problem) {
  return problem.empty() ? "" : "views.json is missing: " + problem;
}

std::string joined(std::initializer_list<std::string> notes) {
  std::string text;
  for (const std::string& note : notes) text += (text.empty() || note.empty() ? "" : "; ") + note;
  return text;
}

template <class T>
TrainRunResult train(const RunConfig& config, const TrainRunOptions& options) {
  const BuiltRun<T> run = build_run<T>(config, options.cache);
  const TrainingParts<T> parts = run.parts(config, Threads(options.threads));
  Trainer<T> trainer(config.training, parts);
  TrainState<T> state = trainer.initial_state();

  const std::string config_text = to_json(config.resolved);
  ProgressReporter<T> report(config.training, run, trainer, options);
  NetViews<T> views(run, config, Threads(options.threads), options.folder / "views.json");
  const RecorderHooks<T> hooks{[&](const TrainState<T>& s, const HistoryRow* row) {
                                 if (row != nullptr) views.on_epoch(s);
                                 report(s, row);
                               },
                               [&] { return options.stop_signal != nullptr && options.stop_signal->load() != 0; },
                               [&](const TrainState<T>& s, const PretrainingStage& stage) { report(s, stage); },
                               [&](const TrainState<T>& s) {
                                 write_model(options.folder / "best.safetensors", config_text, run,
                                             s.kept.net.parameters, s.kept.net.statistics);
                               },
                               [&] { views.save(); }};
  Recorder<T> recorder(options.folder, config_text, run.data.fingerprint, trainer.history_columns(), hooks);
  const bool resumed = options.resume && recorder.resume(state);
  if (!resumed)
    recorder.start();
  else if (!config.each_run_report)
    recorder.remove_pictures();  // of an earlier sitting with --live
  views.begin(state.epoch, resumed);

  const PretrainingEnd pretrained = pretrain(config.training, parts, run.layers_again, state, recorder);
  const TrainingStatus status =
      pretrained.status == TrainingStatus::completed ? trainer.run(state, recorder) : pretrained.status;
  const bool has_model = status == TrainingStatus::completed || status == TrainingStatus::stopped_early;
  std::optional<PartReport> test;
  if (has_model) {
    write_model(options.folder / "model.safetensors", config_text, run, state.parameters, state.statistics);
    test = report_on_test(run, parts, state);
    views.finish(state, trainer.restored_epoch().value_or(state.epoch));
  } else {
    views.save();
  }
  const RunOutcome<T> outcome{run, recorder, trainer, state, status, test, options.threads};
  recorder.sync_tables();
  sync_folder(options.folder);  // summary.json says that all else is there
  write_file(options.folder / "summary.json", summary_json(config, outcome));
  sync_folder(options.folder);  // and that the checkpoint, which goes now, is not needed any more
  if (status != TrainingStatus::interrupted) fs::remove(options.folder / "checkpoint.safetensors");
  return {status, pretrained.problem + trainer.problem(),
          has_model ? joined({note_on(config.training, trainer, state),
                              note_on_loss(recorder.columns(), recorder.rows()), note_on_views(views.problem())})
                    : note_on_views(views.problem())};
}

}  // namespace

TrainRunResult train_run(const RunConfig& config, const TrainRunOptions& options) {
  return config.precision == Precision::float32 ? train<float>(config, options) : train<double>(config, options);
}

}  // namespace mlp
