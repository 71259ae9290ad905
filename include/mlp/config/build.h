#pragma once
// From a run's config to the parts that train: data, model, loss, optimizer. The wiring, on one screen.

#include <memory>

#include "mlp/config/run_config.h"
#include "mlp/training/trainer.h"

namespace mlp {

/// A run with everything in place but its parameters.
template <class T>
struct BuiltRun {
  Dataset<T> data;
  Model<T> model;
  std::shared_ptr<Loss<T>> loss;
  std::shared_ptr<Optimizer<T>> optimizer;
  std::shared_ptr<const Schedule> schedule;
  Metrics<T> metrics;
  std::vector<std::string> metric_names;
  T threshold;  // of the decision between two classes, on the model's output

  /// `this` must outlive the parts. Reads model.initial_weights, where the config has it.
  TrainingParts<T> parts(const RunConfig& config, Threads threads) const;
};

/// Builds the model for `inputs` features. Layers are used up: a second model needs the config to be read again.
template <class T>
Model<T> build_model(const RunConfig& config, Index inputs);

/// Loads the data and builds the rest to fit. Throws InputError where data, model and loss do not go together.
template <class T>
BuiltRun<T> build_run(const RunConfig& config);

/// The same for data that are at hand.
template <class T>
BuiltRun<T> build_run(const RunConfig& config, Table table);

}  // namespace mlp
