#include "summary.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "mlp/core/build_info.h"
#include "mlp/core/memory.h"
#include "mlp/training/gradient_flow.h"
#include "mlp/training/layer_theory.h"
#include "number_rows.h"

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;

/// A finite number, or null.
Json number(const std::optional<double>& value) { return value && std::isfinite(*value) ? Json(*value) : Json(); }

/// A row of the history by the names of its columns: epoch, then what was measured.
Json row_json(const std::vector<std::string>& columns, const HistoryRow& row) {
  Json json;
  json["epoch"] = static_cast<std::int64_t>(row[0].value_or(0));
  for (std::size_t i = counter_columns; i < columns.size(); ++i)
    if (row[i]) json[columns[i]] = number(row[i]);
  return json;
}

/// The row with the lowest validation loss; without validation, training loss. Row 0 does not count once there are
/// others.
const HistoryRow& best_row(const std::vector<std::string>& columns, const std::vector<HistoryRow>& rows) {
  const auto column = [&](const char* name) { return std::ranges::find(columns, name) - columns.begin(); };
  std::size_t by = static_cast<std::size_t>(column("val_loss"));
  if (by == columns.size()) by = static_cast<std::size_t>(column("train_loss"));
  const HistoryRow* best = nullptr;
  for (std::size_t i = rows.size() > 1 ? 1 : 0; i < rows.size(); ++i)
    if (rows[i][by] && std::isfinite(*rows[i][by]) && (best == nullptr || *rows[i][by] < *(*best)[by])) best = &rows[i];
  return best != nullptr ? *best : rows.back();
}

/// The row of that epoch; null where there is none.
Json row_of_epoch(const std::vector<std::string>& columns, const std::vector<HistoryRow>& rows, std::int64_t epoch) {
  for (const HistoryRow& row : rows)
    if (row[0] == static_cast<double>(epoch)) return row_json(columns, row);
  return {};
}

Json flow_json(const GradientFlow& flow) {
  return {{"epoch", flow.epoch}, {"slope", number(flow.slope)}, {"ratio", number(flow.ratio)}};
}

/// A run that diverged is not healthy, however its gradient flowed while there was one.
template <class T>
void add_verdict(Json& json, const GradientFlow& flow, const RunOutcome<T>& outcome) {
  const bool lost = outcome.status == TrainingStatus::diverged && flow.verdict == FlowVerdict::healthy;
  json["verdict"] = verdict_name(lost ? FlowVerdict::diverged : flow.verdict);
  json["reason"] =
      lost ? "training ended in epoch " + std::to_string(outcome.state.epoch + 1) + " with numbers that are not finite"
           : flow.reason;
  json["judged_at_epoch"] = flow.epoch;
}

/// Null where nothing was measured.
template <class T>
Json gradient_flow_json(const RunOutcome<T>& outcome) {
  const std::vector<LayerRow>&first = outcome.recorder.first_layers(), &last = outcome.recorder.last_layers();
  if (first.empty()) return {};
  const GradientFlow initial = gradient_flow(first);
  const GradientFlow final = last.empty() ? initial : gradient_flow(last);
  Json json{{"initial", flow_json(initial)}, {"last", last.empty() ? Json() : flow_json(final)}};
  add_verdict(json, worse(initial, final), outcome);
  return json;
}

/// The layers of layers.csv, with what a verdict on them needs besides, and what theory says of their gradient.
template <class T>
Json layers_json(const std::vector<LayerRow>& rows, const Model<T>& model) {
  const std::vector<std::optional<double>> theory = kernel_gradient_factors(model);
  Json layers = Json::array();
  for (const LayerRow& row : rows) {
    const auto place = std::ranges::find(model.layers(), row.name, &LayerInfo::name) - model.layers().begin();
    layers.push_back({{"name", row.name},
                      {"units", row.units},
                      {"saturating", row.saturating},
                      {"theory", number(theory.at(static_cast<std::size_t>(place)))}});
  }
  return layers;
}

template <class T>
Json target_json(const Target& target, const RunOutcome<T>& outcome) {
  Json json{{"metric", target.metric},
            {target.at_least ? "at_least" : "at_most", target.threshold},
            {"reached", nullptr},
            {"epochs", nullptr}};
  if (target.metric.starts_with("test_")) {
    if (!outcome.test) {
      // A run that is over and has no net to test has missed it; of an interrupted one it is yet to be seen.
      if (has_ended(outcome.status)) json["reached"] = false;
      return json;
    }
    const std::string name = target.metric.substr(5);
    const auto at = std::ranges::find(outcome.run.report_names, name) - outcome.run.report_names.begin();
    const Evaluation& test = outcome.test->measured;
    const double value = name == "loss" ? test.loss : test.metrics.at(static_cast<std::size_t>(at));
    json["reached"] = target.reached_by(value);
    return json;
  }
  const auto& columns = outcome.recorder.columns();
  const auto column = static_cast<std::size_t>(std::ranges::find(columns, target.metric) - columns.begin());
  json["reached"] = false;
  for (const HistoryRow& row : outcome.recorder.rows()) {
    if (!row[column] || !target.reached_by(*row[column])) continue;
    json["reached"] = true;
    json["epochs"] = static_cast<std::int64_t>(*row[0]);
    break;
  }
  return json;
}

std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(std::min(line.find(':') + 2, line.size()));
  return "unknown";
}

template <class T>
Json test_json(const RunOutcome<T>& outcome) {
  if (!outcome.test) return {};
  const Evaluation& test = outcome.test->measured;
  Json json{{"loss", number(test.loss)}};
  for (std::size_t i = 0; i < test.metrics.size(); ++i) json[outcome.run.report_names[i]] = number(test.metrics[i]);
  return json;
}

/// Of which epochs the nets in the folder's model files are, and what was measured then.
template <class T>
Json metrics_json(const RunConfig& config, const RunOutcome<T>& outcome) {
  const auto& rows = outcome.recorder.rows();
  const auto& columns = outcome.recorder.columns();
  const bool has_model = outcome.status == TrainingStatus::completed || outcome.status == TrainingStatus::stopped_early;
  const std::int64_t saved = outcome.trainer.restored_epoch().value_or(outcome.state.epoch);
  Json json{{"last", rows.empty() ? Json() : row_json(columns, rows.back())},
            {"best", rows.empty() ? Json() : row_json(columns, best_row(columns, rows))},
            {"saved", has_model ? row_of_epoch(columns, rows, saved) : Json()}};
  if (config.training.checkpoint.keep_best)
    json["kept"] = row_of_epoch(columns, rows, outcome.state.kept.watch.best_epoch);
  json["test"] = test_json(outcome);
  return json;
}

/// Of the test part, row by row; null where there is none.
template <class T>
Json confusion_json(const RunOutcome<T>& outcome) {
  if (!outcome.test || !outcome.test->confusion) return {};
  const ConfusionCounts& counts = *outcome.test->confusion;
  Json rows = Json::array();
  for (Index i = 0; i < counts.rows(); ++i) {
    Json& row = rows.emplace_back(Json::array());
    for (Index k = 0; k < counts.cols(); ++k) row.push_back(counts(i, k));
  }
  return {{"classes", outcome.run.data.info().class_names}, {"counts", std::move(rows)}};
}

template <class T>
Json environment_json(int threads) {
  const BuildInfo& build = build_info();
  return {{"version", build.version},
          {"compiler", build.compiler},
          {"flags", build.flags},
          {"instructions", build.instructions},
          {"precision", sizeof(T) == 4 ? "float32" : "float64"},
          {"threads", threads},
          {"cpu", processor_name()},
          {"peak_memory_bytes", peak_memory()}};
}

}  // namespace

std::string stop_cause_name(StopCause cause) {
  switch (cause) {
    case StopCause::none:
      return "";
    case StopCause::early_stopping:
      return "early_stopping";
    case StopCause::time_limit:
      break;
  }
  return "time_limit";
}

template <class T>
std::string summary_json(const RunConfig& config, const RunOutcome<T>& outcome) {
  const TrainState<T>& state = outcome.state;
  const double samples =
      static_cast<double>(outcome.trainer.plan().samples_after(state.step + state.pretraining.steps));
  const std::string stopped_by = stop_cause_name(outcome.trainer.stop_cause());
  Json json;
  json["name"] = config.name;
  json["status"] = status_name(outcome.status);
  json["stopped_by"] = stopped_by.empty() ? Json() : Json(stopped_by);
  json["metrics"] = metrics_json(config, outcome);
  json["confusion_matrix"] = confusion_json(outcome);
  if (config.target) json["target"] = target_json(*config.target, outcome);
  json["gradient_flow"] = gradient_flow_json(outcome);
  json["layers"] = layers_json(outcome.recorder.first_layers(), outcome.run.model);
  json["epochs"] = state.epoch;
  json["steps"] = state.step;
  if (config.training.pretraining)
    json["pretraining"] = {{"layers", state.pretraining.stages}, {"steps", state.pretraining.steps}};
  json["seconds"] = state.seconds;
  json["samples_per_second"] = state.seconds > 0 ? Json(samples / state.seconds) : Json();
  json["inputs"] = outcome.run.model.inputs();
  json["parameters"] = outcome.run.model.parameters().size();
  json["trainable_parameters"] = outcome.run.model.parameters().trainable_size();
  json["samples"] = {{"train", outcome.run.data.train().samples()},
                     {"validation", outcome.run.data.validation().samples()},
                     {"test", outcome.run.data.test().samples()}};
  json["data_fingerprint"] = outcome.run.data.fingerprint;
  json["seed"] = config.seed;
  json["environment"] = environment_json<T>(outcome.threads);
  return with_numbers_in_rows(json.dump(2)) + "\n";
}

template std::string summary_json(const RunConfig&, const RunOutcome<float>&);
template std::string summary_json(const RunConfig&, const RunOutcome<double>&);

}  // namespace mlp
