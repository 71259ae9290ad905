#pragma once
// One run from its config to its finished folder: what `mlp train` does for each, and `mlp verify` does again.

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "mlp/config/build.h"
#include "mlp/config/run_config.h"
#include "mlp/training/trainer.h"

namespace mlp {

/// Where a run stands, for a display.
struct RunProgress {
  std::string phase;  // "pretraining 1/3 (dense_1)"; empty in training proper. The epochs are those of the phase
  std::int64_t epoch = 0, epochs = 0;
  bool epoch_ended = false;  // history.csv has a row more
  double share = 0;          // of the whole run, 0 … 1
  double seconds = 0;        // of training, earlier sittings included
  double samples_per_second = 0;
  std::optional<double> loss, val_loss, metric;  // of the last finished epoch
  std::string metric_name;
  /// Of each layer that theory says it of, the factor of its kernel's gradient (training/layer_theory.h). Of the run,
  /// which it lives as long as.
  const std::map<std::string, double>* theory = nullptr;
};

struct TrainRunOptions {
  std::filesystem::path folder;
  int threads = 1;
  DataCache* cache = nullptr;                        // data that other runs of this call have loaded; may be null
  bool resume = false;                               // go on from the folder's checkpoint
  const std::atomic<int>* stop_signal = nullptr;     // not 0: stop after the batch at hand
  std::function<void(const RunProgress&)> progress;  // called often; may be empty
};

struct TrainRunResult {
  TrainingStatus status = TrainingStatus::completed;
  std::string problem;  // where training diverged, and a remedy
  std::string note;     // what ended it before its time, or of which epoch its net is; mostly empty
};

/// Trains, and writes every file of the folder but the pictures.
TrainRunResult train_run(const RunConfig& config, const TrainRunOptions& options);

}  // namespace mlp
