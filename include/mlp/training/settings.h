#pragma once
// How to train, as plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mlp {

/// A number that is watched, and what counts as standing still.
struct Watch {
  std::string monitor = "val_loss";  // a column of history.csv
  bool higher_is_better = false;
  std::int64_t patience = 10;  // epochs without improvement
  double min_delta = 0;        // a smaller improvement is none
};

struct EarlyStopping {
  Watch watch;
  bool restore_best = false;  // training ends with the parameters of the best epoch
};

/// A column of history.csv, and which way it gets better.
struct Monitor {
  std::string column = "val_loss";
  bool higher_is_better = false;
};

struct CheckpointSettings {
  std::int64_t every = 0;               // epochs; 0: only when interrupted
  std::optional<double> every_seconds;  // of the clock
  std::optional<Monitor> keep_best;     // by which the best epoch is kept beside the last one
};

/// The schedule that looks at what it does: where the watched number stands still, the learning rate is multiplied by
/// `factor`, but not below `least_factor` times what it was at first.
struct ReduceOnPlateau {
  Watch watch;
  double factor = 0.1;
  double least_factor = 0;
};

struct DiagnosticsSettings {
  std::optional<std::int64_t> every;  // epochs; 0 for never; nothing for "auto"
  std::int64_t samples = 300;
  std::vector<std::int64_t> histograms;

  /// True where layers are measured after this epoch; `last` where no further one follows.
  bool due(std::int64_t epoch, bool last) const;
};

/// What a layer learns before its turn in the whole net comes (training/pretraining.h).
enum class PretrainingKind { supervised, autoencoder, denoising_autoencoder };

struct PretrainingSettings {
  PretrainingKind kind = PretrainingKind::supervised;
  std::int64_t epochs = 10;  // of each layer
  double learning_rate = 0.01;
  double corruption = 0;  // of a denoising auto-encoder: the share of inputs set to 0
};

struct TrainingSettings {
  std::uint64_t seed = 0;
  std::int64_t epochs = 100;
  std::optional<std::int64_t> steps;  // updates, in place of epochs; the last epoch may be a part of one
  std::int64_t batch_size = 32;       // 0: the full training set
  bool shuffle = true;
  bool drop_last = false;
  std::int64_t validate_every = 1;
  std::optional<double> clip_norm, clip_value;
  std::optional<EarlyStopping> early_stopping;
  std::optional<ReduceOnPlateau> reduce_on_plateau;
  CheckpointSettings checkpoint;
  std::optional<double> time_limit;        // seconds of training, those before an interruption included
  std::optional<std::int64_t> stop_after;  // updates: ends training as a time limit does that was reached there
  bool stop_on_nonfinite = true;
  bool schedule_counts_epochs = false;
  DiagnosticsSettings diagnostics;
  std::optional<PretrainingSettings> pretraining;
};

}  // namespace mlp
