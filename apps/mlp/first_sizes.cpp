#include "first_sizes.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "initial_state.h"

namespace mlp {
namespace {

/// √(mean²) of the inputs of the probe set.
template <class T>
double input_rms(const BuiltRun<T>& run, Index samples) {
  std::vector<Index> first(static_cast<std::size_t>(samples));
  std::iota(first.begin(), first.end(), Index{0});
  Matrix<T> x(run.data.inputs(), samples);
  run.data.train().gather(first, x.data(), nullptr);
  return std::sqrt(x.template cast<double>().array().square().mean());
}

double rms_of(const LayerRow& row) {
  return std::hypot(row.value("activation_mean").value_or(NAN), row.value("activation_std").value_or(NAN));
}

}  // namespace

template <class T>
FirstSizes<T>::FirstSizes(const BuiltRun<T>& run, const RunConfig& config, int threads)
    : run_(run),
      config_(config),
      threads_(threads),
      theory_(theory_of(run.model)),
      diagnostics_(run.model, run.criterion(), run.data.train(),
                   static_cast<Index>(config.training.diagnostics.samples)),
      input_rms_(input_rms(run, diagnostics_.samples())),
      sizes_(theory_.size()) {}

template <class T>
void FirstSizes<T>::add(std::uint64_t seed) {
  TrainState<T> state = initial_state(run_, config_, seed);
  Execution<T> execution;
  execution.threads = Threads(threads_);
  execution.parameters = state.parameters.data();
  execution.statistics = state.statistics.data();
  const std::vector<LayerRow> rows = diagnostics_.measure(0, execution, {});
  for (std::size_t i = 0; i < theory_.size(); ++i)
    if (const LayerRow* row = row_of(rows, static_cast<Index>(i))) add(rows, *row, theory_[i], sizes_[i]);
}

/// The row of a layer; null where it has none, or there is no such layer.
template <class T>
const LayerRow* FirstSizes<T>::row_of(const std::vector<LayerRow>& rows, Index layer) const {
  if (layer < 0) return nullptr;
  const std::string& name = run_.model.layers()[static_cast<std::size_t>(layer)].name;
  const auto found = std::ranges::find(rows, name, &LayerRow::name);
  return found == rows.end() ? nullptr : &*found;
}

template <class T>
void FirstSizes<T>::add(const std::vector<LayerRow>& rows, const LayerRow& row, const LayerTheory& theory,
                        LayerSizes& sizes) const {
  const auto keep = [](std::vector<double>& values, std::optional<double> value) {
    if (value) values.push_back(*value);
  };
  const std::optional<double> gradient = row.value("delta_std");
  sizes.signal.push_back(rms_of(row));
  keep(sizes.gradient, gradient);
  keep(sizes.saturated, row.value("saturated"));
  keep(sizes.zeros, row.value("zeros"));
  if (theory.source == LayerTheory::network_input) sizes.signal_factor.push_back(rms_of(row) / input_rms_);
  if (const LayerRow* source = row_of(rows, theory.source))
    sizes.signal_factor.push_back(rms_of(row) / rms_of(*source));
  const LayerRow* consumer = row_of(rows, theory.consumer);
  if (consumer != nullptr && gradient && consumer->value("delta_std"))
    sizes.gradient_factor.push_back(*gradient / *consumer->value("delta_std"));
}

template class FirstSizes<float>;
template class FirstSizes<double>;

}  // namespace mlp
