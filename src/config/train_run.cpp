#include "mlp/config/train_run.h"

#include "mlp/config/build.h"
#include "mlp/config/json.h"
#include "mlp/core/files.h"
#include "mlp/files/model_file.h"
#include "mlp/files/recorder.h"
#include "summary.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

/// What the recorder's hooks need to describe progress.
template <class T>
class ProgressReporter {
 public:
  ProgressReporter(const RunConfig& config, const BuiltRun<T>& run, const std::vector<std::string>& columns,
                   const TrainRunOptions& options)
      : options_(options), columns_(columns), samples_(static_cast<double>(run.data.train().samples())) {
    progress_.epochs = config.training.epochs;
    if (!run.metric_names.empty()) progress_.metric_name = run.metric_names[0];
    const Index batch = config.training.batch_size == 0 ? run.data.train().samples() : config.training.batch_size;
    batches_ = std::max(1.0, samples_ / static_cast<double>(batch));
  }

  void operator()(const TrainState<T>& state, const HistoryRow* row) {
    if (!options_.progress) return;
    if (row != nullptr) {
      progress_.loss = value(*row, "train_loss");
      progress_.val_loss = value(*row, "val_loss");
      progress_.metric = value(*row, "val_" + progress_.metric_name);
      if (!progress_.metric) progress_.metric = value(*row, "train_" + progress_.metric_name);
    }
    const double epochs = static_cast<double>(state.epoch) + std::min(1.0, static_cast<double>(state.batch) / batches_);
    progress_.epoch = state.epoch;
    progress_.share = progress_.epochs > 0 ? epochs / static_cast<double>(progress_.epochs) : 1;
    progress_.seconds = state.seconds;
    progress_.samples_per_second = state.seconds > 0 ? epochs * samples_ / state.seconds : 0;
    options_.progress(progress_);
  }

 private:
  std::optional<double> value(const HistoryRow& row, const std::string& column) const {
    const auto at = std::ranges::find(columns_, column);
    return at == columns_.end() ? std::nullopt : row[static_cast<std::size_t>(at - columns_.begin())];
  }

  const TrainRunOptions& options_;
  const std::vector<std::string>& columns_;
  double samples_, batches_ = 1;
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
void write_model(const fs::path& path, const std::string& config, const BuiltRun<T>& run, const TrainState<T>& state) {
  ModelFile model{config, run.data.info(), tensors_of(run.model.parameters(), state.parameters.data())};
  for (Tensor& tensor : tensors_of(run.model.statistics(), state.statistics.data()))
    model.tensors.push_back(std::move(tensor));
  write_model_file(path, model);
}

template <class T>
TrainRunResult train(const RunConfig& config, const TrainRunOptions& options) {
  const BuiltRun<T> run = build_run<T>(config, options.cache);
  const TrainingParts<T> parts = run.parts(config, Threads(options.threads));
  Trainer<T> trainer(config.training, parts);
  TrainState<T> state = trainer.initial_state();

  const std::string config_text = to_json(config.resolved);
  ProgressReporter<T> report(config, run, trainer.history_columns(), options);
  const RecorderHooks<T> hooks{[&](const TrainState<T>& s, const HistoryRow* row) { report(s, row); },
                               [&] { return options.stop_signal != nullptr && options.stop_signal->load() != 0; }};
  Recorder<T> recorder(options.folder, config_text, trainer.history_columns(), hooks);
  if (!options.resume || !recorder.resume(state)) recorder.start();

  const TrainingStatus status = trainer.run(state, recorder);
  const bool has_model = status == TrainingStatus::completed || status == TrainingStatus::stopped_early;
  std::optional<PartReport> test;
  if (has_model) {
    write_model(options.folder / "model.safetensors", config_text, run, state);
    test = report_on_test(run, parts, state);
  }
  const RunOutcome<T> outcome{run, recorder, state, status, test, options.threads};
  write_file(options.folder / "summary.json", summary_json(config, outcome));
  if (status != TrainingStatus::interrupted) fs::remove(options.folder / "checkpoint.safetensors");
  return {status, trainer.problem()};
}

}  // namespace

TrainRunResult train_run(const RunConfig& config, const TrainRunOptions& options) {
  return config.precision == Precision::float32 ? train<float>(config, options) : train<double>(config, options);
}

}  // namespace mlp
