#include "mlp/training/diagnostics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "layer_statistics.h"
#include "mlp/model/layer_activation.h"
#include "mlp/training/settings.h"

namespace mlp {
namespace {

/// A block of the layer, by the last part of its name; an empty span where it has none.
template <class T>
std::span<const T> block_of(const Model<T>& model, const LayerInfo& info, std::string_view what,
                            std::span<const T> flat) {
  const ParameterBlock* block = model.parameters().find(info.name, what);
  if (block == nullptr || flat.empty()) return {};
  return flat.subspan(static_cast<std::size_t>(block->offset), static_cast<std::size_t>(block->size));
}

constexpr int bins = 50;

template <class T>
Histogram histogram_of(std::span<const T> values) {
  Histogram h{.counts = std::vector<std::int64_t>(bins)};
  if (values.empty()) return h;
  const auto [low, high] = std::ranges::minmax(values);
  h.low = static_cast<double>(low);
  h.high = static_cast<double>(high);
  const double width = (h.high - h.low) / bins;
  for (const T value : values) {
    const double bin = width > 0 ? (static_cast<double>(value) - h.low) / width : 0;
    if (std::isfinite(bin)) ++h.counts[static_cast<std::size_t>(std::clamp(bin, 0.0, bins - 1.0))];
  }
  return h;
}

}  // namespace

template <class T>
Diagnostics<T>::Diagnostics(const Model<T>& model, Criterion<T> criterion, const SampleReader<T>& training_set,
                            Index samples)
    : objective_(model, std::move(criterion), std::min(samples, training_set.samples()), WorkspaceUse::diagnostics),
      samples_(std::min(samples, training_set.samples())),
      gradient_(static_cast<std::size_t>(model.parameters().size())) {
  std::vector<Index> first(static_cast<std::size_t>(samples_));
  std::iota(first.begin(), first.end(), Index{0});
  training_set.gather(first, objective_.inputs(), objective_.targets());
  for (const LayerInfo& info : model.layers()) {
    const Activation<T>* g = activation_of(objective_.model(), info);
    largest_slopes_.push_back(g != nullptr ? largest_slope(*g) : 1);
    saturating_.push_back(g != nullptr && saturates(*g, largest_slopes_.back()));
  }
}

/// slope_ and max_slope_ of a layer; false where its activation is not elementwise.
template <class T>
bool Diagnostics<T>::find_slopes(std::size_t layer, const Execution<T>& run) {
  const LayerInfo& info = objective_.model().layers()[layer];
  slope_.assign(static_cast<std::size_t>(padded(info.rows * samples_)), T(1));
  max_slope_.assign(static_cast<std::size_t>(info.rows), largest_slopes_[layer]);
  Out<T> slope(slope_.data(), info.rows, samples_);
  const Workspace<T>& workspace = objective_.workspace();
  const std::size_t last = static_cast<std::size_t>(info.last_node);
  if (!ends_in_loss(objective_.model(), info))
    return objective_.model().nodes()[last].layer->slopes({workspace.node(last), run}, slope, max_slope_);
  const Activation<T>& g = *activation_of(objective_.model(), info);
  if (!g.elementwise()) return false;
  const In<T> a(workspace.prediction(samples_).data(), info.rows, samples_);
  g.pullback(workspace.output(samples_), a, In<T>(slope_.data(), info.rows, samples_), slope);
  return true;
}

/// The layer's activations over all samples, that which is part of the loss applied.
template <class T>
const T* Diagnostics<T>::output_of(const LayerInfo& info) const {
  const Workspace<T>& workspace = objective_.workspace();
  if (ends_in_loss(objective_.model(), info)) return workspace.prediction(samples_).data();
  return workspace.node(static_cast<std::size_t>(info.last_node)).y;
}

template <class T>
LayerRow Diagnostics<T>::row_of(std::size_t layer, const Execution<T>& run, std::span<const T> last_step) {
  const Model<T>& model = objective_.model();
  const LayerInfo& info = model.layers()[layer];
  const Workspace<T>& workspace = objective_.workspace();
  const std::span<const T> parameters(run.parameters, gradient_.size()), gradient(gradient_);
  const bool has_slopes = find_slopes(layer, run);
  const std::span<const T> activations(output_of(info), static_cast<std::size_t>(info.rows * samples_));
  const std::vector<double> found = percentiles(activations, activation_percents);
  const LayerView<T> view{.activation = In<T>(activations.data(), info.rows, samples_),
                          .moments = mean_and_std(activations),
                          .percentiles = found,
                          .delta = workspace.node(static_cast<std::size_t>(info.first_node)).dy,
                          .slope = has_slopes ? slope_.data() : nullptr,
                          .max_slope = max_slope_,
                          .kernel = block_of(model, info, "kernel", parameters),
                          .kernel_gradient = block_of(model, info, "kernel", gradient),
                          .bias_gradient = block_of(model, info, "bias", gradient),
                          .kernel_step = block_of(model, info, "kernel", last_step)};
  LayerRow row{.name = info.name, .units = info.rows};
  for (const LayerColumn<T>& column : layer_column_table<T>()) row.values.push_back(column.value(view));
  return row;
}

template <class T>
std::vector<LayerRow> Diagnostics<T>::measure(std::int64_t epoch, Execution<T> run, std::span<const T> last_step) {
  const Model<T>& model = objective_.model();
  run.samples = samples_;
  run.training = run.activity_penalties = false;
  run.gradient = gradient_.data();
  objective_.data_gradient(run);
  model.predict(objective_.workspace(), run);

  std::vector<LayerRow> rows;
  for (std::size_t i = 0; i < model.layers().size(); ++i) {
    const LayerInfo& info = model.layers()[i];
    if (!model.nodes()[static_cast<std::size_t>(info.last_node)].layer->has_preactivation()) continue;
    LayerRow& row = rows.emplace_back(row_of(i, run, last_step));
    row.epoch = epoch;
    row.layer = static_cast<std::int64_t>(rows.size());
    row.saturating = saturating_[i];
    row.net_inputs = model.inputs();
  }
  return rows;
}

template <class T>
std::vector<LayerHistograms> Diagnostics<T>::histograms(std::int64_t epoch, const T* parameters) const {
  const Model<T>& model = objective_.model();
  const std::span<const T> flat(parameters, gradient_.size()), gradient(gradient_);
  std::vector<LayerHistograms> all;
  std::int64_t number = 0;
  for (const LayerInfo& info : model.layers()) {
    const std::size_t last = static_cast<std::size_t>(info.last_node);
    if (!model.nodes()[last].layer->has_preactivation()) continue;
    const T* a = output_of(info);
    LayerHistograms h{.epoch = epoch, .layer = ++number, .name = info.name};
    h.activations = histogram_of(std::span<const T>(a, static_cast<std::size_t>(info.rows * samples_)));
    const auto kernel = block_of(model, info, "kernel", flat);
    if (!kernel.empty()) {
      h.weights = histogram_of(kernel);
      h.gradients = histogram_of(block_of(model, info, "kernel", gradient));
    }
    all.push_back(std::move(h));
  }
  return all;
}

bool is_auto_epoch(std::int64_t epoch) {
  while (epoch >= 10 && epoch % 10 == 0) epoch /= 10;
  return epoch == 0 || epoch == 1 || epoch == 2 || epoch == 5;
}

bool DiagnosticsSettings::due(std::int64_t epoch, bool last) const {
  if (every && *every == 0) return false;
  if (last) return true;
  return every ? epoch % *every == 0 : is_auto_epoch(epoch);
}

template class Diagnostics<float>;
template class Diagnostics<double>;

}  // namespace mlp
