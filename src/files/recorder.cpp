#include "mlp/files/recorder.h"

#include <nlohmann/json.hpp>
#include <span>

#include "mlp/core/csv.h"
#include "mlp/core/files.h"
#include "mlp/files/history_table.h"
#include "tables.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

/// Every file that a run may leave in its folder: what it recorded, and what shows it.
constexpr const char* records[] = {"config.json",       "history.csv",      "layers.csv",
                                   "summary.json",      "histograms.json",  "pretraining.csv",
                                   "model.safetensors", "best.safetensors", "checkpoint.safetensors"};
constexpr const char* pictures[] = {"loss.svg", "gradient_flow.svg", "gradient_heat_map.svg",
                                    "net.svg",  "views.json",        "report.html"};

/// What cannot be removed cannot be replaced either, and that is said when it is written.
void remove_files(const fs::path& folder, std::span<const char* const> names) {
  std::error_code ignored;
  for (const char* name : names) fs::remove(folder / name, ignored);
}

}  // namespace

RunState run_state(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::exists(folder / "config.json", ignored)) return RunState::none;
  if (!fs::exists(folder / "summary.json", ignored)) return RunState::unfinished;
  const auto summary = nlohmann::json::parse(read_file(folder / "summary.json"), nullptr, false);
  const bool says_how = summary.is_object() && summary.contains("status") && summary["status"].is_string();
  const auto status = says_how ? status_named(summary["status"].get<std::string>()) : std::nullopt;
  return status && has_ended(*status) ? RunState::finished : RunState::unfinished;
}

template <class T>
Recorder<T>::Recorder(fs::path folder, std::string config, std::string data_fingerprint,
                      std::vector<std::string> columns, RecorderHooks<T> hooks)
    : folder_(std::move(folder)),
      config_(std::move(config)),
      data_fingerprint_(std::move(data_fingerprint)),
      columns_(std::move(columns)),
      hooks_(std::move(hooks)),
      lock_(folder_.path()) {}

template <class T>
void Recorder<T>::start() {
  remove_files(folder(), records);
  remove_pictures();
  write_file(folder() / "config.json", config_);
  history_.emplace(folder() / "history.csv");
  history_->append(csv_line(columns_));
  layers_.emplace(folder() / "layers.csv");
  layers_->append(layers_head());
  sync_folder(folder());
}

template <class T>
void Recorder<T>::remove_pictures() {
  remove_files(folder(), pictures);
}

template <class T>
bool Recorder<T>::resume(TrainState<T>& state) {
  if (!fs::exists(folder() / "checkpoint.safetensors")) return false;
  const CheckpointFacts facts = read_checkpoint(folder() / "checkpoint.safetensors", config_, data_fingerprint_, state);
  history_.emplace(folder() / "history.csv");
  history_->truncate(facts.history_bytes);
  layers_.emplace(folder() / "layers.csv");
  layers_->truncate(facts.layers_bytes);
  if (facts.pretraining_bytes > 0) {
    pretraining_.emplace(folder() / "pretraining.csv");
    pretraining_->truncate(facts.pretraining_bytes);
  } else {
    fs::remove(folder() / "pretraining.csv");  // what it has will come again
  }
  rows_ = parse_history_table(read_file(folder() / "history.csv"), (folder() / "history.csv").string()).rows;
  if (fs::exists(folder() / "histograms.json")) {
    histograms_ = parse_histograms(read_file(folder() / "histograms.json"), (folder() / "histograms.json").string());
    std::erase_if(histograms_, [&](const LayerHistograms& h) { return h.epoch > state.epoch; });
  }
  fs::remove(folder() / "summary.json");
  // The one in the folder may be of an epoch that is yet to come again.
  fs::remove(folder() / "best.safetensors");
  if (state.kept.watch.best_epoch >= 0) hooks_.keep_best(state);
  return true;
}

template <class T>
void Recorder<T>::on_epoch(const TrainState<T>& state, const HistoryRow& row, const std::vector<LayerRow>& layers,
                           const std::vector<LayerHistograms>& histograms) {
  rows_.push_back(row);
  history_->append(history_line(row));
  if (!layers.empty()) {
    layers_->append(layers_lines(layers));
    if (state.epoch == 0) first_layers_ = layers;
    last_layers_ = layers;
  }
  if (!histograms.empty()) {
    histograms_.insert(histograms_.end(), histograms.begin(), histograms.end());
    write_file(folder() / "histograms.json", histograms_json(histograms_));
  }
  hooks_.progress(state, &row);
}

template <class T>
void Recorder<T>::on_batch(const TrainState<T>& state) {
  hooks_.progress(state, nullptr);
}

template <class T>
void Recorder<T>::on_pretraining(const TrainState<T>& state, const PretrainingStage& stage, const HistoryRow* row) {
  if (row != nullptr) {
    if (!pretraining_) {
      pretraining_.emplace(folder() / "pretraining.csv");
      pretraining_->append("stage,layer," + csv_line(HistoryColumns({}, false).names()));
    }
    pretraining_->append(std::to_string(stage.number) + "," + csv_cell(stage.layer) + "," + history_line(*row));
  }
  if (hooks_.pretraining) hooks_.pretraining(state, stage);
}

template <class T>
void Recorder<T>::sync_tables() {
  history_->sync();
  layers_->sync();
  if (pretraining_) pretraining_->sync();
}

template <class T>
void Recorder<T>::save(const TrainState<T>& state) {
  sync_tables();
  if (hooks_.before_checkpoint) hooks_.before_checkpoint();
  write_checkpoint(folder() / "checkpoint.safetensors", state,
                   {config_, history_->length(), layers_->length(),
                    pretraining_ ? pretraining_->length() : std::uint64_t{0}, data_fingerprint_});
}

template class Recorder<float>;
template class Recorder<double>;

}  // namespace mlp
