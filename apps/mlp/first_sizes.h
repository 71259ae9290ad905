#pragma once
// How large signal and gradient are in each layer before training, measured for one start after the other.

#include <vector>

#include "mlp/config/build.h"
#include "mlp/training/layer_theory.h"

namespace mlp {

/// The numbers of one layer, a value for each start; none where the layer has no such number.
struct LayerSizes {
  std::vector<double> signal;           // root mean square of the activations
  std::vector<double> signal_factor;    // over that of the layer's inputs
  std::vector<double> gradient;         // standard deviation of ∂C/∂s
  std::vector<double> gradient_factor;  // over that of the layer that reads this one
  std::vector<double> saturated, zeros;
};

template <class T>
class FirstSizes {
 public:
  /// The probe set is that of the diagnostics. `run` and `config` must outlive this.
  FirstSizes(const BuiltRun<T>& run, const RunConfig& config, int threads);

  /// Measures the start with this seed.
  void add(std::uint64_t seed);

  /// One for each layer of the model.
  const std::vector<LayerTheory>& theory() const { return theory_; }
  const std::vector<LayerSizes>& sizes() const { return sizes_; }
  Index samples() const { return diagnostics_.samples(); }

 private:
  const LayerRow* row_of(const std::vector<LayerRow>& rows, Index layer) const;
  void add(const std::vector<LayerRow>& rows, const LayerRow& row, const LayerTheory& theory, LayerSizes& sizes) const;

  const BuiltRun<T>& run_;
  const RunConfig& config_;
  int threads_;
  std::vector<LayerTheory> theory_;
  Diagnostics<T> diagnostics_;
  double input_rms_;
  std::vector<LayerSizes> sizes_;
};

}  // namespace mlp
