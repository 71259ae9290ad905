#pragma once
// What the gradient does, layer by layer: the numbers of layers.csv. They are measured in inference mode on a fixed
// probe set, the first samples of the training set, with buffers of their own in which every layer's pre-activation s,
// output a and δ = ∂C/∂s are kept. C is the data loss of one sample, its class weight included; penalties do not enter.

#include <span>
#include <vector>

#include "mlp/data/sample_reader.h"
#include "mlp/training/layer_row.h"
#include "mlp/training/objective.h"

namespace mlp {

template <class T>
class Diagnostics {
 public:
  /// Takes the first `samples` of `training_set` (all, where there are fewer) as the probe set.
  Diagnostics(const Model<T>& model, Criterion<T> criterion, const SampleReader<T>& training_set, Index samples);

  /// One row per layer that has a pre-activation. `last_step` is the change of the parameters by the epoch's last
  /// update; empty at epoch 0. `run` gives threads, parameters and statistics.
  std::vector<LayerRow> measure(std::int64_t epoch, Execution<T> run, std::span<const T> last_step);

  /// Histograms for the state that measure() saw last.
  std::vector<LayerHistograms> histograms(std::int64_t epoch, const T* parameters) const;

  Index samples() const { return samples_; }

 private:
  const T* output_of(const LayerInfo& info) const;
  bool find_slopes(std::size_t layer, const Execution<T>& run);
  LayerRow row_of(std::size_t layer, const Execution<T>& run, std::span<const T> last_step);

  Objective<T> objective_;
  Index samples_;
  Buffer<T> gradient_;
  std::vector<double> largest_slopes_;  // of the activations, by layer; found once, since that takes a while
  std::vector<bool> saturating_;        // by layer
  Buffer<T> slope_;                     // of the layer at hand
  std::vector<double> max_slope_;
};

/// True where "diagnostics.every" = "auto" measures: epochs 0, 1, 2, 5, 10, 20, 50, 100, …
bool is_auto_epoch(std::int64_t epoch);

}  // namespace mlp
