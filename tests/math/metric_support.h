#pragma once
// Outcomes given as lists of numbers, and a metric of them in batches of any size.

#include <algorithm>
#include <vector>

#include "mlp/math/metric.h"

namespace mlp::test {

using Array = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic>;

/// Numbers given sample by sample.
inline Array array_of(Index rows, const std::vector<double>& values) {
  return Eigen::Map<const Array>(values.data(), rows, static_cast<Index>(values.size()) / rows);
}

/// What a metric has added up over the samples from `first` on, in batches of a size.
template <class T>
void add_samples(const Metric<T>& metric, const Array& output, const Array& target, Index first, Index batch,
                 T threshold, std::vector<double>& state) {
  const Eigen::Array<T, Eigen::Dynamic, Eigen::Dynamic> y = output.cast<T>(), t = target.cast<T>();
  for (Index j = first; j < y.cols(); j += batch) {
    const Index count = std::min(batch, y.cols() - j);
    metric.add(
        {In<T>(y.data() + j * y.rows(), y.rows(), count), In<T>(t.data() + j * t.rows(), t.rows(), count), threshold},
        state);
  }
}

/// The metric over batches of a size.
template <class T>
double value_of(const Metric<T>& metric, const Array& output, const Array& target, Index batch = 1000,
                T threshold = 0) {
  std::vector<double> state(metric.state_size(output.rows()), 0.0);
  add_samples(metric, output, target, 0, batch, threshold, state);
  return metric.value(state);
}

}  // namespace mlp::test
