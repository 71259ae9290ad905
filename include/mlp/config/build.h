#pragma once
// From a run's config to the parts that train: data, model, loss, optimizer. The wiring, on one screen.

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "mlp/config/run_config.h"
#include "mlp/training/trainer.h"

namespace mlp {

/// A run with everything in place but its parameters.
template <class T>
struct BuiltRun {
  Dataset<T> data;
  Model<T> model;
  std::shared_ptr<Loss<T>> loss;
  ClassTargets class_targets;
  std::shared_ptr<Optimizer<T>> optimizer;
  std::shared_ptr<const Schedule> schedule;
  Metrics<T> metrics;
  std::vector<std::string> metric_names;
  Metrics<T> report_metrics;  // of the test part, once the run is over
  std::vector<std::string> report_names;
  T threshold;                                    // of the decision between two classes, on the model's output
  std::vector<LayerDescription<T>> layers_again;  // the model's layers once more, where they are to be pretrained

  /// What training minimizes. `this` must outlive it.
  Criterion<T> criterion() const { return {*loss, class_targets}; }

  /// `this` must outlive the parts. Reads model.initial_weights, where the config has it.
  TrainingParts<T> parts(const RunConfig& config, Threads threads) const;
};

/// Data sets that several runs of one call share: variants and repeats differ in their nets and seeds, seldom in their
/// data. Any thread may ask; while one loads, the others wait.
class DataCache {
 public:
  /// The data of the run, loaded now or for an earlier run of the same "data" and the same last layer (which decides
  /// how classes are encoded).
  template <class T>
  Dataset<T> get(const RunConfig& config, const std::function<Dataset<T>()>& load);

 private:
  template <class T>
  struct Entry {
    std::string key;
    std::optional<Dataset<T>> data;
  };
  std::mutex mutex_;
  Entry<float> single_precision_;
  Entry<double> double_precision_;
};

/// All samples of the run: those of "source", then those of the validation and test source.
Table load_table(const RunConfig& config);

/// Builds the model for `inputs` features. Layers are used up: a second model needs the config to be read again.
template <class T>
Model<T> build_model(const RunConfig& config, Index inputs);

/// How the run's data are made: as the config says, with classes encoded for so many outputs as the model has.
template <class T>
DataOptions data_options(const RunConfig& config, const Model<T>& model);

/// Loads the data (or takes them from the cache) and builds the rest to fit. Throws InputError where data, model and
/// loss do not go together.
template <class T>
BuiltRun<T> build_run(const RunConfig& config, DataCache* cache = nullptr);

/// The same with data and model that are there already: made by make_dataset and build_model for this config.
template <class T>
BuiltRun<T> build_run(const RunConfig& config, Dataset<T> data, Model<T> model);

}  // namespace mlp
