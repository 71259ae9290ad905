#pragma once
// The columns of layers.csv. Each is one small function of what a layer shows on the probe set.

#include <array>
#include <optional>
#include <span>

#include "mlp/core/statistics.h"
#include "mlp/core/types.h"

namespace mlp {

/// The percentiles that layers.csv has, which are found together.
inline constexpr std::array activation_percents{2.0, 50.0, 98.0};

/// What one layer shows on the probe set. All arrays: (units × samples).
template <class T>
struct LayerView {
  In<T> activation;                     // a
  MeanAndStd moments;                   // of all a
  std::span<const double> percentiles;  // of all a: those of activation_percents
  const T* delta = nullptr;  // δ = ∂C/∂s of each sample times 1/samples; null where no gradient reaches the layer
  const T* slope = nullptr;  // g'(s); null where g is not elementwise
  std::span<const double> max_slope;                                       // the largest |g'| of each unit
  std::span<const T> kernel, kernel_gradient, bias_gradient, kernel_step;  // empty where there is none

  Index units() const { return activation.rows(); }
  Index samples() const { return activation.cols(); }
  In<T> delta_array() const { return In<T>(delta, units(), samples()); }
  In<T> slope_array() const { return In<T>(slope, units(), samples()); }
};

template <class T>
struct LayerColumn {
  const char* name;
  std::optional<double> (*value)(const LayerView<T>&);
};

/// The table of columns, in the order of layers.csv.
template <class T>
std::span<const LayerColumn<T>> layer_column_table();

}  // namespace mlp
