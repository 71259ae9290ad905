#pragma once
// One run as plain values and finished components, all defaults filled in. This is the last that is seen of JSON:
// reading a run's tree gives a RunConfig, and building it (build.h) gives data, model and trainer.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mlp/config/catalog.h"
#include "mlp/config/tree.h"
#include "mlp/data/load.h"
#include "mlp/training/settings.h"

namespace mlp {

enum class Precision { float32, float64 };

struct LayerConfig {
  std::string name, type;
  std::string pointer;              // JSON pointer of what describes it, in the config as it was written
  std::vector<std::string> inputs;  // empty: the layer before
  LayerChoice layer;
  LayerChoice again;  // the same layer once more, for pretraining; empty where there is none
};

struct MetricConfig {
  std::string name;
  Both<Metric> metric;
};

/// The success that is hoped for: the share of repeats that reach it is reported.
struct Target {
  std::string metric;  // a column of history.csv, or test_METRIC
  double threshold = 0;
  bool at_least = true;  // else: at most

  bool reached_by(double value) const { return at_least ? value >= threshold : value <= threshold; }
};

struct RunConfig {
  std::string name;
  std::uint64_t seed = 0;
  Precision precision = Precision::float32;
  SourceChoice source;
  SourceChoice validation_source, test_source;  // of parts of their own; null where "source" is split
  bool has_validation = false;                  // from whatever source
  DataOptions data;
  std::vector<LayerConfig> layers;
  std::optional<std::filesystem::path> initial_weights;
  std::string loss_name;
  Both<Loss> loss;
  ClassOptions class_options;         // of a loss of classes
  bool loss_includes_output = false;  // the last activation is part of the loss
  OptimizerChoice optimizer;
  TrainingSettings training;
  std::vector<MetricConfig> metrics;         // measured every epoch
  std::vector<MetricConfig> report_metrics;  // measured once the run is over: metrics, and those of every run
  std::optional<Target> target;
  bool live_report = false;     // report.html is written anew during training
  bool each_run_report = true;  // report.html, pictures and views.json
  Tree resolved;                // config.json: the run's config with every default written out
};

/// Reads the config of one run (a plan's, without variants and sweeps). Everything that is wrong with it is added to
/// `problems`; the result is to be used only where there is none.
RunConfig read_run_config(const Tree& tree, const Catalog& catalog, Problems& problems);

/// The description of every key of a run's config, for `mlp schema` and the check of docs/config.md.
std::vector<KeyDescription> describe_run(const Catalog& catalog);

/// Components that parts of a run's config are read by; each adds to the sections' problems.
void read_data(Section& root, RunConfig& run);
void read_model(Section& root, RunConfig& run);
void read_metrics(Section& root, RunConfig& run);
void read_training(Section& root, RunConfig& run);
void read_pretraining(Section& training, RunConfig& run);

}  // namespace mlp
