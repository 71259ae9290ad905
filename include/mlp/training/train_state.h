#pragma once
// Everything that training changes. A checkpoint is this and nothing else, which is why a resumed run gives the same
// bits as one that was never interrupted. The random streams need no state of their own: their positions are seed,
// epoch and step.

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "mlp/core/sum.h"
#include "mlp/core/types.h"

namespace mlp {

/// What has been summed up over the batches of the epoch under way.
struct EpochSums {
  Sum loss, penalty;  // Σ over samples
  std::int64_t samples = 0;
  std::vector<std::vector<double>> metrics;  // the state of each metric
};

/// What early stopping remembers.
struct StoppingState {
  double best = std::numeric_limits<double>::quiet_NaN();
  std::int64_t best_epoch = -1;
};

/// What reduce_on_plateau remembers.
struct PlateauState {
  StoppingState watch;  // the epoch of the last reduction counts as the best one
  double factor = 1;    // of the learning rate
};

/// The net as it was after some epoch.
template <class T>
struct Snapshot {
  Buffer<T> parameters, statistics;  // empty where nobody asks for one
};

/// The best epoch so far by a monitored column, and the net as it was then.
template <class T>
struct BestEpoch {
  StoppingState watch;
  Snapshot<T> net;
};

template <class T>
struct TrainState;

/// How far greedy pretraining has come.
template <class T>
struct PretrainingState {
  std::int64_t stages = 0, steps = 0;  // finished stages, and the updates made in them
  std::vector<TrainState<T>> current;  // of the stage under way, which is a training of its own: none, or one
  Snapshot<T> result;                  // the net as pretraining left it
};

template <class T>
struct TrainState {
  bool begun = false;      // epoch 0 was measured
  std::int64_t step = 0;   // updates made
  std::int64_t epoch = 0;  // epochs finished
  std::int64_t batch = 0;  // batches done of the epoch under way
  Buffer<T> parameters;
  Buffer<T> statistics;        // running statistics of layers
  Buffer<T> moments;           // of the optimizer: padded(parameters) × moment_count
  std::vector<double> common;  // of the optimizer, for all parameters together
  EpochSums sums;
  StoppingState stopping;
  Snapshot<T> restorable;  // the net of epoch stopping.best_epoch
  BestEpoch<T> kept;       // what best.safetensors holds
  PlateauState plateau;
  PretrainingState<T> pretraining;
  double seconds = 0;  // spent on training so far
};

}  // namespace mlp
