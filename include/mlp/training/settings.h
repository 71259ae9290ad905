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

using EarlyStopping = Watch;

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

struct TrainingSettings {
  std::uint64_t seed = 0;
  std::int64_t epochs = 100;
  std::int64_t batch_size = 32;  // 0: the full training set
  bool shuffle = true;
  bool drop_last = false;
  std::int64_t validate_every = 1;
  std::optional<double> clip_norm, clip_value;
  std::optional<EarlyStopping> early_stopping;
  std::optional<ReduceOnPlateau> reduce_on_plateau;
  std::int64_t checkpoint_every = 0;  // epochs; 0: only when interrupted
  bool stop_on_nonfinite = true;
  bool schedule_counts_epochs = false;
  DiagnosticsSettings diagnostics;
};

}  // namespace mlp
