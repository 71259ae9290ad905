// What is allowed and yet rarely meant, where net, training and data are taken together: targets that the last
// activation cannot reach or that are large, dropout at the wrong end, training that nothing checks.

#include <algorithm>
#include <cmath>

#include "component_names.h"
#include "mlp/core/numbers.h"
#include "warnings.h"

namespace mlp {
namespace {

/// The values that an elementwise activation takes, as far as floats reach.
struct Reach {
  double low = 0, high = 0;
};

template <class T>
Reach reach_of(const Activation<T>& activation) {
  const T x[] = {T(-1000), T(-10), T(-1), T(0), T(1), T(10), T(1000)};
  constexpr Index count = std::size(x);
  T y[count];
  activation.apply(In<T>(x, 1, count), Out<T>(y, 1, count));
  const auto [low, high] = std::minmax_element(std::begin(y), std::end(y));
  return {static_cast<double>(*low), static_cast<double>(*high)};
}

template <class T>
void warn_of_reach(const BuiltRun<T>& run, const DataDescription& data, const std::string& activation,
                   std::vector<std::string>& warnings) {
  const Activation<T>* function = activation_of(run.model, run.model.layers().back());
  if (is_classification(data.task) || function == nullptr || !function->elementwise()) return;
  const FeatureStatistics& targets = data.task == Task::autoencoder ? data.features : data.targets;
  const auto [low, high] = reach_of(*function);
  const double least = std::ranges::min(targets.min), most = std::ranges::max(targets.max);
  if (least < low || (most > high && high < 100))
    warnings.push_back("the output's activation, " + activation + ", cannot reach the targets, which go from " +
                       rounded(least) + " to " + rounded(most) + "; a regression usually ends in \"linear\"");
  else if (activation == "relu")
    warnings.push_back(
        "the output's activation is relu: where it is 0, no gradient comes back; a regression usually ends in "
        "\"linear\"");
}

/// The first gradients grow with the targets' square, and a step along them may leave no unit alive.
void warn_of_large_targets(const DataDescription& data, std::vector<std::string>& warnings) {
  constexpr double large = 10;
  for (std::size_t i = 0; i < data.target_names.size(); ++i) {
    const double mean = data.targets.mean[i], deviation = data.targets.deviation[i];
    if (std::abs(mean) > large || deviation > large)
      warnings.push_back("target " + data.target_names[i] + " has mean " + rounded(mean, 3) +
                         " and standard deviation " + rounded(deviation, 3) +
                         ", far from the net's first outputs, near 0: training leaps or crawls there; "
                         "\"target_scaling\": \"standardize\" helps");
  }
}

template <class T>
void warn_of_dropout(const Model<T>& model, const DataDescription& data, std::vector<std::string>& warnings) {
  const std::vector<LayerInfo>& layers = model.layers();
  const auto drops = [](const LayerInfo& layer) { return layer.type == "dropout" || layer.type == "alpha_dropout"; };
  const auto is_dropout = [&](const std::string& name) {
    return std::ranges::any_of(layers, [&](const LayerInfo& l) { return l.name == name && drops(l); });
  };
  if (drops(layers.back()))
    warnings.push_back(layers.back().type + " is the last layer: in training it drops outputs of the net by chance");
  else if (data.task == Task::regression && std::ranges::any_of(layers.back().inputs, is_dropout))
    warnings.push_back(
        "dropout right before the output layer makes a regression's outputs larger and smaller by chance; it belongs "
        "between hidden layers");
}

void warn_of_training(const RunConfig& config, const DataDescription& data, std::vector<std::string>& warnings) {
  const bool has_validation = data.samples[1] > 0, has_test = data.samples[2] > 0;
  if (config.training.steps.value_or(config.training.epochs) == 0) return;
  const auto batch = config.training.batch_size;
  if (config.optimizer.full_batch == FullBatch::advised && batch != 0 && batch < data.samples[0])
    warnings.push_back(
        "rprop goes by the signs of the gradient, which turn by chance from batch to batch, so that its "
        "steps shrink to nothing; it is meant for \"batch_size\": \"full\"");
  if (!has_validation && config.training.early_stopping)
    warnings.push_back("early stopping without validation data watches the training (" +
                       config.training.early_stopping->watch.monitor +
                       "), which gets better while the net learns by heart; give \"split\" a share for \"validation\"");
  else if (!has_validation && !has_test)
    warnings.push_back(
        "there are neither validation nor test data, so nothing tells whether the net learned more than its samples by "
        "heart; give \"split\" a share for them");
}

}  // namespace

template <class T>
std::vector<std::string> fit_warnings(const RunConfig& config, const BuiltRun<T>& run, const DataDescription& data,
                                      const Catalog& catalog) {
  std::vector<std::string> warnings = data.warnings;
  warn_of_reach(run, data, activation_name(run.model, run.model.layers().back(), catalog), warnings);
  warn_of_large_targets(data, warnings);
  warn_of_dropout(run.model, data, warnings);
  warn_of_training(config, data, warnings);
  return warnings;
}

template std::vector<std::string> fit_warnings(const RunConfig&, const BuiltRun<float>&, const DataDescription&,
                                               const Catalog&);
template std::vector<std::string> fit_warnings(const RunConfig&, const BuiltRun<double>&, const DataDescription&,
                                               const Catalog&);

}  // namespace mlp
