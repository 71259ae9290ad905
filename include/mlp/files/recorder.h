#pragma once
// The run folder while a run is under way: history.csv, layers.csv and pretraining.csv grow by whole rows,
// histograms.json and the checkpoint are replaced as a whole. A recorder listens to the trainer and knows nothing of
// nets.

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "mlp/core/append_file.h"
#include "mlp/core/files.h"
#include "mlp/core/folder_lock.h"
#include "mlp/files/checkpoint.h"
#include "mlp/training/trainer.h"

namespace mlp {

/// What a folder holds of a run.
enum class RunState { none, unfinished, finished };

/// Finished is a run whose summary.json says so: completed, stopped_early or diverged.
RunState run_state(const std::filesystem::path& folder);

/// What the recorder tells others while training goes on, and asks them.
template <class T>
struct RecorderHooks {
  std::function<void(const TrainState<T>&, const HistoryRow*)>
      progress;  // after each batch; with the row after each epoch
  std::function<bool()> stop_requested;
  std::function<void(const TrainState<T>&, const PretrainingStage&)> pretraining = {};  // after each of its batches
  std::function<void(const TrainState<T>&)> keep_best = {};  // state.kept holds the best epoch so far
  std::function<void()> before_checkpoint = {};
};

template <class T>
class Recorder final : public TrainingListener<T> {
 public:
  /// Locks the folder, which is made where it is missing. `config` is the content of config.json; with it and the
  /// fingerprint of the data a checkpoint belongs to its run.
  Recorder(std::filesystem::path folder, std::string config, std::string data_fingerprint,
           std::vector<std::string> columns, RecorderHooks<T> hooks);

  /// Removes what an earlier run left and writes config.json and the heads of the tables. The disk has their names
  /// then.
  void start();

  /// Goes on from the folder's checkpoint: fills the state and cuts the tables back to it. False where there is none.
  bool resume(TrainState<T>& state);

  /// Removes report.html, the pictures and views.json, which show what an earlier sitting came to: for a run that will
  /// not replace them.
  void remove_pictures();

  void on_resumed(const std::vector<LayerRow>& initial_layers) override { first_layers_ = initial_layers; }
  void on_epoch(const TrainState<T>& state, const HistoryRow& row, const std::vector<LayerRow>& layers,
                const std::vector<LayerHistograms>& histograms) override;
  void on_batch(const TrainState<T>& state) override;
  void on_pretraining(const TrainState<T>& state, const PretrainingStage& stage, const HistoryRow* row) override;
  void on_best(const TrainState<T>& state) override { hooks_.keep_best(state); }
  void save(const TrainState<T>& state) override;

  /// Returns when the disk has every row.
  void sync_tables();
  bool stop_requested() override { return hooks_.stop_requested(); }

  const std::vector<std::string>& columns() const { return columns_; }
  const std::vector<HistoryRow>& rows() const { return rows_; }
  const std::vector<LayerRow>& first_layers() const { return first_layers_; }  // at epoch 0
  const std::vector<LayerRow>& last_layers() const { return last_layers_; }    // at the last measured epoch
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  FolderToFill folder_;
  std::string config_, data_fingerprint_;
  std::vector<std::string> columns_;
  RecorderHooks<T> hooks_;
  FolderLock lock_;
  std::optional<AppendFile> history_, layers_, pretraining_;
  std::vector<HistoryRow> rows_;
  std::vector<LayerRow> first_layers_, last_layers_;
  std::vector<LayerHistograms> histograms_;
};

}  // namespace mlp
