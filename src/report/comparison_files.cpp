// comparison.csv and comparison.json: every number of the comparison, for other programs.

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "mlp/core/csv.h"
#include "mlp/core/numbers.h"
#include "mlp/report/comparison.h"

namespace mlp {
namespace {

using nlohmann::ordered_json;

const std::vector<std::string> spread_names{"count", "mean", "std", "median", "lower_quartile", "upper_quartile"};

std::vector<double> numbers_of(const ValueSpread& spread) {
  return {static_cast<double>(spread.count),
          spread.mean,
          spread.std,
          spread.median,
          spread.lower_quartile,
          spread.upper_quartile};
}

// One row of the table, built with its header, so that the two cannot disagree.
struct CsvRow {
  std::vector<std::string> header, cells;

  void add(const std::string& name, const std::string& cell) {
    header.push_back(csv_cell(name));
    cells.push_back(csv_cell(cell));
  }
  void add(const std::string& name, double value) { add(name, std::isfinite(value) ? shortest(value) : ""); }
  void add(const std::string& name, const ValueSpread& spread) {
    const std::vector<double> numbers = numbers_of(spread);
    for (std::size_t i = 0; i < numbers.size(); ++i) add(name + "_" + spread_names[i], numbers[i]);
  }
};

template <class Value>
Value value_or_default(const std::map<std::string, Value>& map, const std::string& key, const Value& otherwise) {
  const auto found = map.find(key);
  return found == map.end() ? otherwise : found->second;
}

std::string line_of(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i > 0 ? "," : "") + cells[i];
  return line + "\n";
}

ordered_json number(double value) { return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr); }

ordered_json json_of(const ValueSpread& spread) {
  const std::vector<double> numbers = numbers_of(spread);
  ordered_json object;
  object["count"] = spread.count;
  for (std::size_t i = 1; i < numbers.size(); ++i) object[spread_names[i]] = number(numbers[i]);
  return object;
}

ordered_json json_of(const FlowSpread& flow) {
  return {{"slope", json_of(flow.slope)}, {"ratio", json_of(flow.ratio)}};
}

ordered_json json_of(const ComparedGroup& group) {
  ordered_json object;
  object["name"] = group.name;
  object["repeats"] = group.repeats;
  object["statuses"] = group.statuses;
  object["target"] = {{"runs", group.target.runs},
                      {"reached_share", number(group.target.share())},
                      {"epochs", json_of(group.epochs_to_target)}};
  object["metrics"] = ordered_json::object();
  for (const auto& [name, spread] : group.metrics) object["metrics"][name] = json_of(spread);
  ordered_json verdicts = ordered_json::object(), reasons = ordered_json::object();
  for (const auto& [verdict, count] : group.verdicts) verdicts[std::string(verdict_name(verdict))] = count;
  for (const Diagnosis& diagnosis : group.diagnoses)
    reasons[std::string(verdict_name(diagnosis.verdict))] = dated_reason(diagnosis);
  object["gradient_flow"] = {{"verdicts", verdicts},
                             {"reasons", reasons},
                             {"initial", json_of(group.initial_flow)},
                             {"last", json_of(group.last_flow)}};
  return object;
}

}  // namespace

std::string comparison_csv(std::span<const ComparedGroup> groups) {
  std::set<std::string> statuses, metrics;
  for (const ComparedGroup& group : groups) {
    for (const auto& [name, _] : group.statuses) statuses.insert(name);
    for (const auto& [name, _] : group.metrics) metrics.insert(name);
  }
  std::string csv;
  for (const ComparedGroup& group : groups) {
    CsvRow row;
    row.add("variant", group.name);
    row.add("repeats", static_cast<double>(group.repeats));
    for (const std::string& name : statuses)
      row.add(name, static_cast<double>(value_or_default(group.statuses, name, std::size_t{0})));
    row.add("target_runs", static_cast<double>(group.target.runs));
    row.add("reached_share", group.target.share());
    row.add("epochs_to_target", group.epochs_to_target);
    row.add("verdict", group.diagnoses.empty() ? "" : std::string(verdict_name(group.diagnoses[0].verdict)));
    row.add("gradient_slope_initial", group.initial_flow.slope);
    row.add("gradient_slope_last", group.last_flow.slope);
    row.add("gradient_ratio_initial", group.initial_flow.ratio);
    row.add("gradient_ratio_last", group.last_flow.ratio);
    for (const std::string& name : metrics) row.add(name, value_or_default(group.metrics, name, spread_of({})));
    if (csv.empty()) csv = line_of(row.header);
    csv += line_of(row.cells);
  }
  return csv;
}

std::string comparison_json(std::span<const ComparedGroup> groups) {
  ordered_json variants = ordered_json::array();
  for (const ComparedGroup& group : groups) variants.push_back(json_of(group));
  // A folder's name need not be UTF-8; the file must be.
  return ordered_json{{"variants", variants}}.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace mlp
