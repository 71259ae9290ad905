#include "mlp/config/build.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "class_options.h"
#include "mlp/config/json.h"
#include "mlp/config/reconstruction.h"
#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/misfit.h"
#include "mlp/core/numbers.h"
#include "mlp/data/join.h"
#include "mlp/files/model_file.h"
#include "mlp/files/tensor_file.h"
#include "mlp/math/activations/softmax.h"
#include "mlp/training/batch_plan.h"
#include "mlp/training/pretraining.h"

namespace mlp {
namespace {

std::string last_units(const RunConfig& config) { return config.layers.back().pointer + "/units"; }

/// The sizes of data and model must agree, and a probability of one class alone says nothing.
template <class T>
void check_outputs(const RunConfig& config, const Dataset<T>& data, const Model<T>& model) {
  const auto refuse = [&](const std::string& message) { throw Misfit(last_units(config), message); };
  const std::string last =
      "the last layer, \"" + model.layers().back().name + "\", has " + counted(model.outputs(), "unit");
  if (model.outputs() == 1 && dynamic_cast<const Softmax<T>*>(model.output_activation()) != nullptr)
    refuse(last + " with softmax, whose output is always 1; use units 2, or sigmoid with binary_crossentropy");
  if (model.outputs() == data.outputs()) return;
  if (is_classification(data.info().task)) {
    const Index classes = static_cast<Index>(data.info().class_names.size());
    refuse(last + ", but " + data.origin + " has " + counted(classes, "class") +
           (classes == 2 ? "; use units 1 (sigmoid), or 2" : "; use units " + std::to_string(classes)));
  }
  if (data.info().task == Task::autoencoder)
    refuse(last + ", but an auto-encoder gives back its inputs, and " + data.origin + " has " +
           counted(data.inputs(), "input") + "; use units " + std::to_string(data.inputs()));
  refuse(last + ", but " + data.origin + " has " + counted(data.outputs(), "target column") + "; use units " +
         std::to_string(data.outputs()));
}

template <class T>
void check_target(const RunConfig& config, const Dataset<T>& data) {
  if (config.target && config.target->metric.starts_with("test_") && data.test().empty())
    throw Misfit("/target/metric",
                 "the target is on \"" + config.target->metric +
                     "\", but there is no test part; give \"split\" a share for \"test\", or a \"test_source\"");
}

/// A layer may need several samples in each training batch, the last one of an epoch included.
template <class T>
void check_smallest_batch(const TrainingSettings& t, Index training_samples, const Model<T>& model) {
  const BatchPlan plan(t, training_samples);
  const Index smallest = plan.smallest_batch();
  const bool some_are_left_over = smallest < plan.batch_size();
  for (const LayerInfo& info : model.layers()) {
    for (Index node = info.first_node; node <= info.last_node; ++node) {
      const Index least = model.nodes()[static_cast<std::size_t>(node)].layer->least_samples();
      if (smallest >= least) continue;
      const std::string batches = some_are_left_over ? "the last batch of an epoch" : "a batch";
      const std::string remedy =
          some_are_left_over
              ? "; set \"drop_last\": true, or take another batch_size"
              : "; take a larger batch_size (and \"drop_last\": true, where a few samples are left over)";
      throw Misfit("/training/batch_size",
                   "layer \"" + info.name + "\" (" + info.type + ") needs at least " + counted(least, "sample") +
                       " in each training batch, but " + batches + " has " + std::to_string(smallest) + ": there are " +
                       counted(training_samples, "training sample") + ", and batch_size is " +
                       (t.batch_size == 0 ? "\"full\"" : std::to_string(t.batch_size)) + remedy);
    }
  }
}

template <class T>
void check_batches(const RunConfig& config, Index training_samples, const Model<T>& model) {
  const TrainingSettings& t = config.training;
  if (t.drop_last && t.batch_size > training_samples)
    throw Misfit("/training/drop_last", "\"drop_last\" leaves no batch at all: the training part has " +
                                            counted(training_samples, "sample") + ", batch_size is " +
                                            std::to_string(t.batch_size));
  check_smallest_batch(t, training_samples, model);
}

template <class T>
void check_something_learns(const RunConfig& config, const Model<T>& model) {
  const bool trains = config.training.steps.value_or(config.training.epochs) > 0;
  if (trains && model.parameters().size() > 0 && model.parameters().trainable_size() == 0)
    throw Misfit("/model/layers",
                 "every layer is frozen (\"trainable\": false), so there is nothing to train; let one learn, or set "
                 "\"epochs\": 0");
}

/// The parameters (and statistics) of a fresh state, as a file has them.
template <class T>
void load_initial_weights(const std::filesystem::path& path, const Model<T>& model, TrainState<T>& state) {
  fill_from_tensors<T>(read_tensor_file(path), path.string(),
                       {{model.parameters(), state.parameters.data()}, {model.statistics(), state.statistics.data()}});
  const auto check_finite = [&](const ParameterLayout& layout, const Buffer<T>& values) {
    for (const ParameterBlock& block : layout.blocks())
      if (!std::ranges::all_of(
              std::span(values).subspan(static_cast<std::size_t>(block.offset), static_cast<std::size_t>(block.size)),
              [](T value) { return std::isfinite(value); }))
        throw InputError(path.string() + ": tensor \"" + block.name + "\" has values that are not finite");
  };
  check_finite(model.parameters(), state.parameters);
  check_finite(model.statistics(), state.statistics);
}

/// Mistakes in the file of initial weights are found before any run begins.
template <class T>
void check_initial_weights(const RunConfig& config, const Model<T>& model) {
  if (!config.initial_weights) return;
  TrainState<T> state;
  state.parameters.resize(static_cast<std::size_t>(model.parameters().size()));
  state.statistics.resize(static_cast<std::size_t>(model.statistics().size()));
  blaming("/model/initial_weights", [&] { load_initial_weights(*config.initial_weights, model, state); });
}

template <class T>
void append_metrics(const std::vector<MetricConfig>& from, Metrics<T>& metrics, std::vector<std::string>& names) {
  for (const MetricConfig& metric : from) {
    metrics.push_back(metric.metric.get<T>());
    names.push_back(metric.name);
  }
}

/// The metrics must fit the number of outputs, and what those keep of every sample must fit in memory.
template <class T>
void check_metrics(const BuiltRun<T>& run) {
  const Index outputs = run.model.outputs();
  const auto largest = static_cast<std::uint64_t>(
      std::max({run.data.train().samples(), run.data.validation().samples(), run.data.test().samples()}));
  for (std::size_t i = 0; i < run.report_metrics.size(); ++i) {
    run.report_metrics[i]->check(outputs);
    const std::uint64_t numbers = run.report_metrics[i]->state_per_sample(outputs);
    // Training and validation have a state each, and its value is worked out on a copy.
    if (numbers > 0)
      require_memory(saturating_product(largest, 3 * numbers * sizeof(double)),
                     "the metric \"" + run.report_names[i] + "\", which keeps " + std::to_string(numbers) +
                         " numbers of every sample,",
                     "Take fewer samples.");
  }
}

}  // namespace

Table load_table(const RunConfig& config) {
  return blaming_inside("/data/", [&] {
    return load_table(*config.source, config.validation_source.get(), config.test_source.get(), config.data.seed);
  });
}

namespace {

/// The layers of the config, or the further objects of them.
template <class T>
std::vector<LayerDescription<T>> describe_layers(const RunConfig& config, LayerChoice LayerConfig::*choice) {
  std::vector<LayerDescription<T>> layers;
  for (const LayerConfig& layer : config.layers) {
    LayerDescription<T> description{layer.name, layer.type,           layer.inputs,
                                    {},         layer.layer.activity, layer.layer.learning};
    for (const Both<Layer>& stage : (layer.*choice).stages) description.stages.push_back(stage.get<T>());
    layers.push_back(std::move(description));
  }
  return layers;
}

}  // namespace

template <class T>
Model<T> build_model(const RunConfig& config, Index inputs) {
  return Model<T>(describe_layers<T>(config, &LayerConfig::layer), inputs, config.loss_includes_output);
}

template <class T>
DataOptions data_options(const RunConfig& config, const Model<T>& model) {
  DataOptions options = config.data;
  options.encoding = model.outputs() == 1 ? Encoding::single_row : Encoding::one_hot;
  return options;
}

template <class T>
BuiltRun<T> build_run(const RunConfig& config, DataCache* cache) {
  std::optional<Model<T>> model;
  const auto load = [&] {
    Table table = load_table(config);
    model.emplace(build_model<T>(config, table.feature_count()));
    return blaming_inside("/data/", [&] { return make_dataset<T>(std::move(table), data_options(config, *model)); });
  };
  Dataset<T> data = cache != nullptr ? cache->get<T>(config, load) : load();
  if (!model) model.emplace(build_model<T>(config, data.inputs()));
  return build_run(config, std::move(data), std::move(*model));
}

template <class T>
BuiltRun<T> build_run(const RunConfig& config, Dataset<T> data, Model<T> model) {
  const auto& optimizer = config.optimizer.rule.get<T>();
  require_training_memory(config.training, model, *optimizer);
  check_outputs(config, data, model);
  check_reconstruction(config, data);
  check_target(config, data);
  check_batches(config, data.train().samples(), model);
  check_something_learns(config, model);
  ClassTargets targets = class_targets(config.class_options, data.info(), data.train().class_counts(), data.origin,
                                       static_cast<double>(std::numeric_limits<T>::max()));
  check_initial_weights(config, model);
  const T threshold = decision_threshold(*config.loss.get<T>(), model);
  BuiltRun<T> run{.data = std::move(data),
                  .model = std::move(model),
                  .loss = config.loss.get<T>(),
                  .class_targets = std::move(targets),
                  .optimizer = optimizer,
                  .schedule = config.optimizer.learning_rate.schedule,
                  .metrics = {},
                  .metric_names = {},
                  .report_metrics = {},
                  .report_names = {},
                  .threshold = threshold,
                  .layers_again = {}};
  append_metrics<T>(config.metrics, run.metrics, run.metric_names);
  append_metrics<T>(config.report_metrics, run.report_metrics, run.report_names);
  check_metrics(run);
  if (config.training.pretraining) {
    pretraining_stages(run.model);  // throws where there are none
    run.layers_again = describe_layers<T>(config, &LayerConfig::again);
  }
  return run;
}

template <class T>
Dataset<T> DataCache::get(const RunConfig& config, const std::function<Dataset<T>()>& load) {
  // A task that "data" do not name follows from the loss.
  const std::string task = config.data.task ? std::string(task_name(*config.data.task)) : "";
  const std::string key = task + to_compact_json(*config.resolved.find("data")) +
                          to_compact_json(config.resolved.find("model")->find("layers")->items.back());
  const std::lock_guard lock(mutex_);
  auto& entry = [this]() -> Entry<T>& {
    if constexpr (std::is_same_v<T, float>)
      return single_precision_;
    else
      return double_precision_;
  }();
  if (!entry.data || entry.key != key) entry = {key, load()};
  return *entry.data;
}

template <class T>
TrainingParts<T> BuiltRun<T>::parts(const RunConfig& config, Threads threads) const {
  TrainingParts<T> parts{model,     criterion(),  *optimizer,
                         *schedule, data.train(), data.validation().empty() ? nullptr : &data.validation(),
                         metrics,   metric_names, threshold,
                         threads,   {},           data.info().output_scaling()};
  if (config.initial_weights)
    parts.set_initial = [this, path = *config.initial_weights](TrainState<T>& state) {
      load_initial_weights(path, model, state);
    };
  return parts;
}

#define MLP_INSTANTIATE(T)                                              \
  template struct BuiltRun<T>;                                          \
  template Model<T> build_model(const RunConfig&, Index);               \
  template DataOptions data_options(const RunConfig&, const Model<T>&); \
  template BuiltRun<T> build_run(const RunConfig&, DataCache*);         \
  template BuiltRun<T> build_run(const RunConfig&, Dataset<T>, Model<T>);
MLP_INSTANTIATE(float)
MLP_INSTANTIATE(double)
#undef MLP_INSTANTIATE

}  // namespace mlp
