// Reads summary.json of a run.

#include <algorithm>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "mlp/config/json.h"
#include "mlp/core/error.h"
#include "mlp/core/utf8.h"
#include "mlp/report/run_folder.h"

namespace mlp {
namespace {

using nlohmann::json;

// The member of that name, or null: an older or a shorter summary is still a summary.
const json& member(const json& object, const char* name) {
  static const json null;
  return object.is_object() && object.contains(name) ? object.at(name) : null;
}

std::optional<double> number(const json& value) {
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

std::string text(const json& value) { return value.is_string() ? value.get<std::string>() : ""; }

// JSON has no not-a-number: what a diverged run could not measure is null.
void add_metrics(std::map<std::string, double>& metrics, const json& from, const std::string& prefix) {
  if (!from.is_object()) return;
  for (const auto& [name, value] : from.items())
    if (name != "epoch" && (value.is_number() || value.is_null()))
      metrics[prefix + name] = number(value).value_or(std::numeric_limits<double>::quiet_NaN());
}

std::vector<LayerFacts> layers_of(const json& list) {
  std::vector<LayerFacts> layers;
  if (!list.is_array()) return layers;
  for (const json& layer : list) {
    const json& saturating = member(layer, "saturating");
    layers.push_back({text(member(layer, "name")),
                      static_cast<std::int64_t>(number(member(layer, "units")).value_or(0)),
                      saturating.is_boolean() && saturating.get<bool>(), number(member(layer, "theory"))});
  }
  return layers;
}

/// "PATH:3: " of the line that has a key. (In a string its quotes are escaped.)
std::string line_of(std::string_view content, const std::string& key, const std::string& path) {
  const auto place = content.find('"' + key + "\":");
  if (place == std::string_view::npos) return path + ": ";
  return path + ":" + std::to_string(1 + std::ranges::count(content.substr(0, place), '\n')) + ": ";
}

/// The document; where it is none, the program's own reader of JSON says where and why.
json parsed(std::string_view content, const std::string& path) {
  json document = json::parse(content, nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded())
    parse_json(std::make_shared<const ConfigText>(ConfigText{path, std::string(content), ""}));
  return document;
}

FlowNumbers flow(const json& from) { return {number(member(from, "slope")), number(member(from, "ratio"))}; }

}  // namespace

RunSummary parse_summary(std::string_view content, const std::string& path) {
  const json summary = parsed(content, path);
  const std::string status = text(member(summary, "status"));
  if (status.empty()) throw InputError(path + ": not the summary of a run (a JSON object with a \"status\")");
  RunSummary result;
  if (const auto known = status_named(status))
    result.status = *known;
  else
    throw InputError(line_of(content, "status", path) + "unknown status \"" + printable(status) +
                     "\"; known: completed, stopped_early, interrupted, diverged");
  const json& metrics = member(summary, "metrics");
  result.last_epoch = number(member(member(metrics, "last"), "epoch"));
  add_metrics(result.metrics, member(metrics, "last"), "");
  add_metrics(result.metrics, member(metrics, "test"), "test_");
  const json& gradient_flow = member(summary, "gradient_flow");
  result.initial_flow = flow(member(gradient_flow, "initial"));
  result.last_flow = flow(member(gradient_flow, "last"));
  result.last_measured_epoch = number(member(member(gradient_flow, "last"), "epoch"));
  if (const std::string verdict = text(member(gradient_flow, "verdict")); !verdict.empty()) {
    result.verdict = verdict_named(verdict);
    if (!result.verdict)
      throw InputError(line_of(content, "verdict", path) + "unknown verdict \"" + printable(verdict) +
                       "\"; known: diverged, dead, vanishing, exploding, saturated, collapsed, healthy");
  }
  result.reason = text(member(gradient_flow, "reason"));
  result.judged_at_epoch = number(member(gradient_flow, "judged_at_epoch"));
  if (const json& target = member(summary, "target"); target.is_object() && has_ended(result.status)) {
    const json& reached = member(target, "reached");
    result.reached_target = reached.is_boolean() && reached.get<bool>();
    result.epochs_to_target = number(member(target, "epochs"));
  }
  result.inputs = static_cast<std::int64_t>(number(member(summary, "inputs")).value_or(0));
  result.layers = layers_of(member(summary, "layers"));
  return result;
}

}  // namespace mlp
