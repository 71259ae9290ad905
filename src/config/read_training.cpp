// The sections "training", "diagnostics" and "target" of a run's config.

#include <algorithm>

#include "full_batch.h"
#include "mlp/config/run_config.h"
#include "mlp/training/history_columns.h"
#include "text.h"

namespace mlp {
namespace {

constexpr std::int64_t most_epochs = 1000000000, most_steps = 1000000000000000;

/// The columns of history.csv that the run will have, apart from the counters.
std::vector<std::string> measured_columns(const RunConfig& run) {
  std::vector<std::string> metrics;
  for (const MetricConfig& metric : run.metrics) metrics.push_back(metric.name);
  return HistoryColumns(metrics, run.has_validation).measured();
}

/// A problem at `key` unless `name` is one of `columns`.
void check_column(Section& s, std::string_view key, const std::string& name, const std::vector<std::string>& columns) {
  const std::string wrong = column_problem(name, columns);
  if (wrong.empty()) return;
  std::string message = in_quotes(name) + " " + wrong;
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
  Watch& watch = rule.watch;
  watch.monitor = s.text("monitor", "val_loss", "the column");
  watch.patience = s.integer("patience", 10, "so many epochs without improvement are waited for").at_least(1);
  watch.min_delta = s.number("min_delta", 0, "a smaller improvement is none").at_least(0);
  rule.restore_best = s.boolean("restore_best", false, "end with the parameters of the best epoch");
  check_column(s, s.has("monitor") ? "monitor" : "", watch.monitor, measured_columns(run));
  watch.higher_is_better = higher_is_better(run, watch.monitor);
  s.finish("\"early_stopping\"");
  run.training.early_stopping = rule;
}

/// The schedule was read before the metrics were: now its column can be checked.
void check_plateau(RunConfig& run) {
  ScheduleChoice& rate = run.optimizer.learning_rate;
  if (!rate.plateau) return;
  Section& s = *rate.plateau_section;
  Watch& watch = rate.plateau->watch;
  check_column(s, s.has("monitor") ? "monitor" : "", watch.monitor, measured_columns(run));
  watch.higher_is_better = higher_is_better(run, watch.monitor);
  run.training.reduce_on_plateau = rate.plateau;
  rate.plateau_section.reset();
}

void read_checkpoint_settings(Section& training, RunConfig& run) {
  Section s = training.section("checkpoint", "what --resume goes on from, besides an interruption; the best epoch");
  CheckpointSettings& checkpoint = run.training.checkpoint;
  checkpoint.every = s.integer("every", 0, "epochs between checkpoints; 0: none").at_least(0);
  checkpoint.every_seconds = s.optional_number("every_seconds", "seconds between checkpoints", Range::above(0));
  if (const auto column = s.optional_text(
          "keep_best", "a column of history.csv: the net of its best epoch is kept in best.safetensors")) {
    check_column(s, "keep_best", *column, measured_columns(run));
    checkpoint.keep_best = {*column, higher_is_better(run, *column)};
  }
  s.finish("\"checkpoint\"");
}

/// How long: epochs, or steps in their place, and the time limit.
void read_length(Section& s, TrainingSettings& t) {
  const bool both = s.has("epochs") && s.has("steps");
  t.epochs = s.integer("epochs", 100, "passes over the training part; 0: only initialize and measure")
                 .at_least(0)
                 .at_most(most_epochs);
  t.steps = s.optional_integer("steps", "updates, in place of epochs; the last epoch may be a part of one",
                               Range::within(0, static_cast<double>(most_steps)));
  if (both)
    s.problem("steps",
              "a run is as long as \"epochs\" say or as \"steps\" say: leave one of them out (in what is merged over "
              "another config, set it to null)");
  if (t.steps) s.echo("epochs", Tree{});
  t.time_limit = s.optional_number("time_limit",
                                   "seconds of training, over all resumes; then the run ends after the batch at hand",
                                   Range::above(0));
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
  read_length(s, t);
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
  check_full_batch(root, s, run);
  read_metrics(root, run);
  read_early_stopping(s, run);
  check_plateau(run);
  read_checkpoint_settings(s, run);
  read_pretraining(s, run);
  s.finish("\"training\"");
  read_diagnostics(root, run);
  read_target(root, run);
}

}  // namespace mlp
