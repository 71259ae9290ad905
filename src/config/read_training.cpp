// The sections "training", "diagnostics", "metrics" and "target" of a run's config.

#include <algorithm>

#include "mlp/config/run_config.h"
#include "mlp/core/error.h"
#include "text.h"

namespace mlp {
namespace {

constexpr std::int64_t most_epochs = 1000000000;

/// The columns of history.csv that the run will have, apart from the counters.
std::vector<std::string> measured_columns(const RunConfig& run) {
  std::vector<std::string> columns{"train_loss", "train_penalty"};
  for (const MetricConfig& metric : run.metrics) columns.push_back("train_" + metric.name);
  if (run.data.split.validation == 0 && !run.data.split.validation_is_test) return columns;
  columns.push_back("val_loss");
  for (const MetricConfig& metric : run.metrics) columns.push_back("val_" + metric.name);
  return columns;
}

/// A problem at `key` unless `name` is one of `columns`.
void check_column(Section& s, std::string_view key, const std::string& name, const std::vector<std::string>& columns) {
  if (std::ranges::find(columns, name) != columns.end()) return;
  const std::string hint = did_you_mean(name, columns);
  std::string message = in_quotes(name) + " is not measured in this run" + (hint.empty() ? ". " : "; " + hint + " ") +
                        "Measured are: " + listed(columns);
  const bool has_validation = std::ranges::find(columns, "val_loss") != columns.end();
  if (name.starts_with("val_") && !has_validation)
    message += ". There is no validation part: give \"split\" a share for \"validation\"";
  s.problem(key, message);
}

/// True where more of the column is better: accuracies, not losses.
bool higher_is_better(const RunConfig& run, const std::string& column) {
  for (const MetricConfig& metric : run.metrics)
    if (column == "train_" + metric.name || column == "val_" + metric.name)
      return metric.metric.double_precision->higher_is_better();
  return false;
}

/// Log-loss asks for probabilities, of which a loss of margins (hinge) makes none.
bool lacks_probabilities(const RunConfig& run, const Metric<double>& metric) {
  return metric.needs_probabilities() && run.loss && run.loss.double_precision->decision() != 0.5;
}

void check_metric(Section& entry, const RunConfig& run, const Metric<double>& metric, bool classes) {
  const std::string name = in_quotes(entry.type());
  if (metric.is_for_classes() && !classes) entry.problem("", name + " is of classes, but the task is a regression");
  if (lacks_probabilities(run, metric))
    entry.problem("", name + " needs probabilities, but with the loss " + run.loss_name + " the outputs are margins");
  if (std::ranges::count(run.metrics, entry.type(), &MetricConfig::name) > 0)
    entry.problem("", name + " is named twice");
}

/// Metrics that tell what a net is worth, whatever was watched during training.
void add_report_metrics(Section& root, RunConfig& run, bool classes) {
  const std::vector<std::string> usual =
      classes ? std::vector<std::string>{"accuracy", "precision", "recall", "f1_score", "roc_auc", "log_loss"}
              : std::vector<std::string>{"mean_squared_error", "mean_absolute_error", "r2_score"};
  run.report_metrics = run.metrics;
  for (const std::string& name : usual) {
    const auto* entry = root.catalog().metrics.find(name);
    if (entry == nullptr || std::ranges::count(run.metrics, name, &MetricConfig::name) > 0) continue;
    Section defaults(nullptr, "", root.context());
    const Both<Metric> metric = entry->make(defaults);
    if (!lacks_probabilities(run, *metric.double_precision)) run.report_metrics.push_back({name, metric});
  }
}

void read_metrics(Section& root, RunConfig& run) {
  const bool classes = run.data.task ? is_classification(*run.data.task) : true;
  const auto& table = root.catalog().metrics;
  for (Section& entry : root.component_sections(
           "metrics", {classes ? "accuracy" : "mean_absolute_error"}, table.kind(), table.names(),
           "measured beside the loss, every epoch; of a regression, by default mean_absolute_error")) {
    const Both<Metric> metric = entry.as_component(table);
    if (!metric) continue;
    entry.finish("metric " + in_quotes(entry.type()));
    check_metric(entry, run, *metric.double_precision, classes);
    run.metrics.push_back({entry.type(), metric});
  }
  add_report_metrics(root, run, classes);
}

/// A whole number, or nothing for the one word that stands for another meaning.
std::optional<std::int64_t> read_integer_or(Section& s, std::string_view key, std::string_view word,
                                            std::optional<std::int64_t> fallback, std::int64_t least,
                                            std::string_view summary) {
  const Tree* written = s.peek(key);
  const bool is_word = written != nullptr ? written->kind == Tree::Kind::string && written->string == word : !fallback;
  std::optional<std::int64_t> value;
  if (written != nullptr && !is_word && !written->is_number()) {
    s.raw(key, "", summary);
    s.problem(key, "expected a whole number or \"" + std::string(word) + "\", found " + described(*written));
  } else if (is_word) {
    s.choice(key, {word}, word, summary);
  } else {
    value = s.integer(key, fallback.value_or(least), summary).at_least(least);
  }
  s.description(key).type = "integer or \"" + std::string(word) + "\"";
  s.description(key).choices.clear();
  return value;
}

void read_early_stopping(Section& training, RunConfig& run) {
  const std::string_view summary = "stop when a column of history.csv no longer improves";
  std::optional<Section> part = training.optional_section("early_stopping", summary);
  if (!part) return;
  Section& s = *part;
  EarlyStopping rule;
  rule.monitor = s.text("monitor", "val_loss", "the column");
  rule.patience = s.integer("patience", 10, "so many epochs without improvement are waited for").at_least(1);
  rule.min_delta = s.number("min_delta", 0, "a smaller improvement is none").at_least(0);
  check_column(s, s.has("monitor") ? "monitor" : "", rule.monitor, measured_columns(run));
  rule.higher_is_better = higher_is_better(run, rule.monitor);
  s.finish("\"early_stopping\"");
  run.training.early_stopping = rule;
}

void read_diagnostics(Section& root, RunConfig& run) {
  Section s = root.section("diagnostics", "what is measured layer by layer: layers.csv");
  DiagnosticsSettings& d = run.training.diagnostics;
  d.every = read_integer_or(
      s, "every", "auto", std::nullopt, 0,
      "measured after every so many epochs; 0: never; \"auto\": epochs 0, 1, 2, 5, 10, 20, 50, … and the last");
  d.samples = s.integer("samples", 300, "the probe set: the first samples of the training part").at_least(1);
  d.histograms = s.integers("histograms", {}, "epochs at which histograms are recorded", Range::at_least(0));
  if (d.every && *d.every == 0 && !d.histograms.empty())
    s.problem("histograms", "with \"every\": 0 nothing is measured, and there can be no histograms");
  s.finish("\"diagnostics\"");
}

void read_target(Section& root, RunConfig& run) {
  std::optional<Section> part =
      root.optional_section("target", "the success that is hoped for; the share of repeats that reach it is reported");
  if (!part) return;
  Section& s = *part;
  Target target;
  target.metric = s.text("metric", "a column of history.csv, or test_METRIC");
  const auto at_least = s.optional_number("at_least", "reached from here up"),
             at_most = s.optional_number("at_most", "reached from here down");
  std::vector<std::string> columns = measured_columns(run);
  if (run.data.split.test > 0 || run.data.split.validation_is_test || run.source) {
    columns.push_back("test_loss");
    for (const MetricConfig& metric : run.report_metrics) columns.push_back("test_" + metric.name);
  }
  const Tree* metric = s.peek("metric");
  if (metric != nullptr && metric->kind == Tree::Kind::string) check_column(s, "metric", target.metric, columns);
  if (s.has("at_least") == s.has("at_most"))
    s.problem("", "expected either \"at_least\" or \"at_most\", found " +
                      std::string(s.has("at_least") ? "both" : "neither"));
  target.at_least = at_least.has_value();
  target.threshold = at_least.value_or(at_most.value_or(0));
  s.finish("\"target\"");
  run.target = target;
}

}  // namespace

void read_training(Section& root, RunConfig& run) {
  run.optimizer = root.component("optimizer", root.catalog().optimizers, "sgd", "how the gradient becomes a step");
  Section s = root.section("training", "how long, and in what batches");
  TrainingSettings& t = run.training;
  t.seed = run.seed;
  t.schedule_counts_epochs = run.optimizer.learning_rate.counts_epochs;
  t.epochs = s.integer("epochs", 100, "passes over the training part; 0: only initialize and measure")
                 .at_least(0)
                 .at_most(most_epochs);
  t.batch_size =
      read_integer_or(s, "batch_size", "full", 32, 1, "samples per update; \"full\": all of them").value_or(0);
  t.shuffle = s.boolean("shuffle", true, "visit the samples in a new order each epoch");
  t.drop_last = s.boolean("drop_last", false, "leave out a last batch that is not full");
  t.validate_every = s.integer("validate_every", 1, "epochs between validations").at_least(1);
  t.clip_norm =
      s.optional_number("clip_norm", "the gradient is scaled down to this norm where it is larger", Range::above(0));
  t.clip_value = s.optional_number("clip_value", "each element of the gradient is cut to this size", Range::above(0));
  t.stop_on_nonfinite =
      s.boolean("stop_on_nonfinite", true, "end the run where the loss or a parameter is no longer finite");
  read_metrics(root, run);
  read_early_stopping(s, run);
  Section checkpoint = s.section("checkpoint", "what --resume goes on from, besides an interruption");
  t.checkpoint_every = checkpoint.integer("every", 0, "epochs between checkpoints; 0: none").at_least(0);
  checkpoint.finish("\"checkpoint\"");
  s.finish("\"training\"");
  read_diagnostics(root, run);
  read_target(root, run);
}

}  // namespace mlp
