// Reads summary.json of a run.

#include <limits>
#include <nlohmann/json.hpp>

#include "mlp/core/error.h"
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

FlowNumbers flow(const json& from) { return {number(member(from, "slope")), number(member(from, "ratio"))}; }

}  // namespace

RunSummary parse_summary(std::string_view content, const std::string& path) {
  const json summary = json::parse(content, nullptr, /*allow_exceptions=*/false);
  if (!summary.is_object() || text(member(summary, "status")).empty())
    throw InputError(path + ": not the summary of a run (a JSON object with a \"status\")");
  RunSummary result;
  result.status = text(member(summary, "status"));
  const json& metrics = member(summary, "metrics");
  add_metrics(result.metrics, member(metrics, "last"), "");
  add_metrics(result.metrics, member(metrics, "test"), "test_");
  const json& gradient_flow = member(summary, "gradient_flow");
  result.initial_flow = flow(member(gradient_flow, "initial"));
  result.last_flow = flow(member(gradient_flow, "last"));
  result.verdict = text(member(gradient_flow, "verdict"));
  result.reason = text(member(gradient_flow, "reason"));
  result.judged_at_epoch = number(member(gradient_flow, "judged_at_epoch"));
  const json& target = member(summary, "target");
  if (member(target, "reached").is_boolean()) result.reached_target = member(target, "reached").get<bool>();
  result.epochs_to_target = number(member(target, "epochs"));
  result.inputs = static_cast<std::int64_t>(number(member(summary, "inputs")).value_or(0));
  result.layers = layers_of(member(summary, "layers"));
  return result;
}

}  // namespace mlp
