#include "training_net.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "mlp/data/source.h"
#include "mlp/math/activations/relu.h"
#include "mlp/math/activations/sigmoid.h"
#include "mlp/math/activations/softmax.h"
#include "mlp/math/activations/tanh.h"
#include "mlp/math/losses/binary_crossentropy.h"
#include "mlp/math/losses/categorical_crossentropy.h"
#include "mlp/model/layers/dense.h"

namespace mlp::bench {
namespace {

/// Uniform features, and classes that have nothing to do with them: the work is the same.
Part<float> samples_of(const Workload& w) {
  const bool two_classes = w.widths.back() == 1;
  Matrix<double> x(w.widths.front(), w.samples);
  std::minstd_rand random(1);
  for (Index i = 0; i < x.size(); ++i) x.data()[i] = static_cast<double>(random()) / static_cast<double>(random.max());
  Table table;
  table.features = std::move(x);
  SampleStore<float> store;
  store.info.task = two_classes ? Task::binary_classification : Task::multiclass_classification;
  store.info.encoding = two_classes ? Encoding::single_row : Encoding::one_hot;
  store.info.class_names.resize(static_cast<std::size_t>(std::max<Index>(2, w.widths.back())));
  store.features = make_feature_store<float>(table, {});
  std::vector<Index> rows(static_cast<std::size_t>(w.samples));
  std::iota(rows.begin(), rows.end(), Index{0});
  for (const Index row : rows)
    store.labels.push_back(static_cast<std::int32_t>(row % static_cast<Index>(store.info.class_names.size())));
  return {std::make_shared<const SampleStore<float>>(std::move(store)), std::move(rows)};
}

std::shared_ptr<const Activation<float>> activation_of(const std::string& name) {
  if (name == "relu") return std::make_shared<Relu<float>>();
  if (name == "tanh") return std::make_shared<Tanh<float>>();
  if (name == "sigmoid") return std::make_shared<Sigmoid<float>>();
  throw std::invalid_argument("expected relu, tanh or sigmoid, found " + name);
}

Model<float> model_of(const Workload& w) {
  std::vector<LayerDescription<float>> layers;
  for (std::size_t i = 1; i < w.widths.size(); ++i) {
    const bool last = i + 1 == w.widths.size();
    std::shared_ptr<const Activation<float>> g = activation_of(w.activation);
    if (last && w.widths.back() == 1) g = std::make_shared<Sigmoid<float>>();
    if (last && w.widths.back() > 1) g = std::make_shared<Softmax<float>>();
    const DenseSettings settings{
        .units = w.widths[i],
        .kernel = {make_variance_scaling({.scale = 2, .fan_in_weight = 1, .fan_out_weight = 1}, 1), {}},
        .bias = {make_constant(0), {}}};
    LayerDescription<float> layer{.name = "dense_" + std::to_string(i), .type = "dense"};
    layer.stages.push_back(std::make_shared<Dense<float>>(settings, g));
    layers.push_back(std::move(layer));
  }
  return Model<float>(std::move(layers), w.widths.front(), true);
}

std::shared_ptr<const Loss<float>> loss_of(const Workload& w) {
  if (w.widths.back() == 1) return std::make_shared<BinaryCrossentropy<float>>(Reduction::mean_over_outputs);
  return std::make_shared<CategoricalCrossentropy<float>>();
}

}  // namespace

TrainingNet::TrainingNet(const Workload& w, Metrics<float> metrics, std::vector<std::string> metric_names)
    : model_(model_of(w)),
      samples_(samples_of(w)),
      loss_(loss_of(w)),
      metrics_(std::move(metrics)),
      metric_names_(std::move(metric_names)) {}

TrainingParts<float> TrainingNet::parts(int threads) const {
  return {.model = model_,
          .loss = *loss_,
          .optimizer = optimizer_,
          .schedule = schedule_,
          .training = samples_,
          .validation = nullptr,
          .metrics = metrics_,
          .metric_names = metric_names_,
          .threads = Threads(threads)};
}

}  // namespace mlp::bench
