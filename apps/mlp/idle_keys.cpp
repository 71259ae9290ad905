// Keys that have no effect beside others: a bias's values where there is no bias, and the like. They are allowed, for
// what is swept or merged over a base need not clear them away, but whoever wrote one may wait for what never comes.

#include <algorithm>
#include <limits>
#include <optional>

#include "mlp/config/json.h"
#include "mlp/core/numbers.h"
#include "warnings.h"

namespace mlp {
namespace {

bool is_false(const Tree& object, std::string_view key) {
  const Tree* value = object.find(key);
  return value != nullptr && value->kind == Tree::Kind::boolean && !value->boolean;
}

/// True where the key is there with another value than this one, which is its default.
bool differs(const Tree& object, std::string_view key, const std::string& fallback) {
  const Tree* value = object.find(key);
  return value != nullptr && to_compact_json(*value) != fallback;
}

void add(std::vector<std::string>& warnings, const std::string& key, const std::string& why) {
  warnings.push_back("\"" + key + "\" has no effect: " + why);
}

void add_of_layer(const Tree& layer, std::vector<std::string>& warnings) {
  const Tree* written = layer.find("name");
  const std::string name = written != nullptr ? "layer \"" + written->string + "\"" : "the layer";
  if (is_false(layer, "use_bias")) {
    const std::string why = name + " has no bias (\"use_bias\": false)";
    if (differs(layer, "bias_initializer", "\"zeros\"")) add(warnings, "bias_initializer", why);
    if (differs(layer, "bias_regularizer", R"({"l1":0,"l2":0})")) add(warnings, "bias_regularizer", why);
  }
  if (is_false(layer, "trainable")) {
    const std::string why = name + " is frozen (\"trainable\": false)";
    if (differs(layer, "learning_rate_multiplier", "1")) add(warnings, "learning_rate_multiplier", why);
    if (differs(layer, "kernel_constraint", R"({"max_norm":null})")) add(warnings, "kernel_constraint", why);
  }
}

void add_of_optimizer(const RunConfig& config, std::vector<std::string>& warnings) {
  const Tree& written = *config.resolved.find("optimizer");
  const Tree* type = written.find("type");
  if (type == nullptr) return;  // a name alone: all is at its default
  if (type->string == "sgd" && differs(written, "nesterov", "false") && !differs(written, "momentum", "0"))
    add(warnings, "nesterov", "there is no momentum to look ahead along (\"momentum\": 0)");
  for (const char* clipping : {"clip_norm", "clip_value"})
    if (type->string == "rprop" && differs(*config.resolved.find("training"), clipping, "null"))
      add(warnings, clipping, "rprop takes the signs of the gradient alone");
}

/// What is known of the values of a target's metric.
struct MetricValues {
  double smallest, largest;
  bool higher_is_better;
};

/// Nothing for a column of history.csv that is neither a loss nor a metric. No loss is negative.
std::optional<MetricValues> values_of(const RunConfig& config, const std::string& column) {
  const std::string name = column.substr(column.find('_') + 1);  // behind "train_", "val_" or "test_"
  if (name == "loss") return MetricValues{0, std::numeric_limits<double>::infinity(), false};
  const auto found = std::ranges::find(config.report_metrics, name, &MetricConfig::name);
  if (found == config.report_metrics.end()) return std::nullopt;
  const Metric<double>& metric = *found->metric.double_precision;
  return MetricValues{metric.smallest_value(), metric.largest_value(), metric.higher_is_better()};
}

/// Targets that every run reaches, or none: a share cannot be above 1, however many per cent were meant.
void add_of_target(const RunConfig& config, std::vector<std::string>& warnings) {
  if (!config.target) return;
  const Target& target = *config.target;
  const std::optional<MetricValues> values = values_of(config, target.metric);
  if (!values) return;
  const double threshold = target.threshold;
  const std::string start = "the target of " + shortest(threshold) + " ", name = "\"" + target.metric + "\"",
                    at_most = name + " is at most " + shortest(values->largest),
                    at_least = name + " is at least " + shortest(values->smallest);
  if (target.at_least ? threshold > values->largest : threshold < values->smallest)
    warnings.push_back(start + "cannot be reached: " + (target.at_least ? at_most : at_least));
  else if (target.at_least ? threshold <= values->smallest : threshold >= values->largest)
    warnings.push_back(start + "cannot be missed: " + (target.at_least ? at_least : at_most));
  else if (target.at_least != values->higher_is_better)
    warnings.push_back(
        start + (target.at_least ? "is \"at_least\", but of " : "is \"at_most\", but of ") + name +
        (target.at_least ? " less is better; is \"at_most\" meant?" : " more is better; is \"at_least\" meant?"));
}

void add_of_histograms(const RunConfig& config, std::vector<std::string>& warnings) {
  if (config.training.steps) return;
  for (const std::int64_t epoch : config.training.diagnostics.histograms)
    if (epoch > config.training.epochs)
      add(warnings, "histograms",
          "of epoch " + std::to_string(epoch) + ", after the last, " + std::to_string(config.training.epochs));
}

}  // namespace

std::vector<std::string> idle_key_warnings(const RunConfig& config) {
  std::vector<std::string> warnings;
  for (const Tree& layer : config.resolved.find("model")->find("layers")->items) add_of_layer(layer, warnings);
  add_of_optimizer(config, warnings);
  if (config.training.batch_size == 0 && config.training.drop_last)
    add(warnings, "drop_last", "the batch is the whole training part (\"batch_size\": \"full\")");
  add_of_target(config, warnings);
  add_of_histograms(config, warnings);
  if (!config.has_validation && config.training.validate_every > 1)
    add(warnings, "validate_every", "there is no validation part");
  return warnings;
}

}  // namespace mlp
