#include "mlp/data/classes.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

std::string in_quotes(std::string_view name) { return "\"" + printable(name) + "\""; }

// "data/iris.csv: target column "species""
std::string target_of(const Table& table) {
  return table.origin + ": target column " + in_quotes(table.target_names.at(0));
}

void require_one_target(const Table& table) {
  if (table.target_names.size() == 1) return;
  throw InputError(table.origin + ": a classification needs one target column, " +
                   (table.target_names.empty() ? "but there is none"
                                               : "but there are " + std::to_string(table.target_names.size())) +
                   (table.target_names.empty() ? "" : "; several targets are a regression"));
}

// More different values than one would call classes: all the more where some are not whole, or most occur once.
void refuse_continuous(const Table& table, Index distinct, bool all_whole) {
  constexpr Index plausible = 20;
  const bool mostly_once = 2 * distinct > table.samples();
  if (distinct <= plausible || (all_whole && !mostly_once)) return;
  const bool named = std::holds_alternative<NamedTargets>(table.targets);
  throw InputError(target_of(table) + " has " + grouped(distinct) + " different values in " + grouped(table.samples()) +
                   " rows" + (all_whole ? "" : ", and not all are whole") + ", which do not look like classes; " +
                   (named ? "is it the right column?" : "is the task a \"regression\"?"));
}

// Sorts the values and numbers each sample's. -0 and 0 are one value.
template <class Value, class Hash = std::hash<Value>>
std::vector<Value> number_values(const std::vector<Value>& values, std::vector<std::int32_t>& labels) {
  std::unordered_map<Value, std::int32_t, Hash> number;
  for (const Value& value : values) number.emplace(value, 0);
  std::vector<Value> sorted;
  for (const auto& [value, unused] : number) sorted.push_back(value);
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < sorted.size(); ++i) number[sorted[i]] = static_cast<std::int32_t>(i);
  labels.reserve(values.size());
  for (const Value& value : values) labels.push_back(number[value]);
  return sorted;
}

// The label column's numbers; 0 is added so that -0 becomes 0.
std::vector<double> column_of(const NumericTargets& targets) {
  require_exact(targets);
  std::vector<double> column;
  for (Index i = 0; i < targets.values.cols(); ++i) column.push_back(targets.values(0, i) + 0.0);
  return column;
}

// Each sample's label as the name of a class.
std::vector<std::string> label_names(const Table& table) {
  if (const auto* named = std::get_if<NamedTargets>(&table.targets)) return named->values;
  std::vector<std::string> names;
  for (const double value : column_of(std::get<NumericTargets>(table.targets))) names.push_back(shortest(value));
  return names;
}

}  // namespace

Classes find_classes(const Table& table) {
  require_one_target(table);
  Classes classes;
  if (const auto* named = std::get_if<NamedTargets>(&table.targets)) {
    // UTF-8 sorts by code point when its bytes are compared as unsigned, as std::string does.
    classes.names = number_values(named->values, classes.labels);
    refuse_continuous(table, classes.count(), true);
    return classes;
  }
  const auto values = number_values(column_of(std::get<NumericTargets>(table.targets)), classes.labels);
  refuse_continuous(table, static_cast<Index>(values.size()),
                    std::all_of(values.begin(), values.end(), [](double v) { return v == std::floor(v); }));
  for (const double value : values) classes.names.push_back(shortest(value));
  return classes;
}

Classes known_classes(const Table& table, const std::vector<std::string>& names) {
  require_one_target(table);
  Classes classes{names, {}};
  std::unordered_map<std::string, std::int32_t> number;
  for (std::size_t i = 0; i < names.size(); ++i) number[names[i]] = static_cast<std::int32_t>(i);
  for (const std::string& name : label_names(table)) {
    const auto found = number.find(name);
    if (found == number.end()) {
      const std::string hint = did_you_mean(name, names);
      const std::vector<std::string> first(names.begin(), names.begin() + std::min<Index>(20, classes.count()));
      throw InputError(target_of(table) + ": the net knows no class " + in_quotes(name) + "; " +
                       (hint.empty() ? "its classes are " + listed(first) : hint));
    }
    classes.labels.push_back(found->second);
  }
  return classes;
}

Task classification_task(const Table& table, const Classes& classes, std::optional<Task> wanted) {
  if (classes.count() < 2)
    throw InputError(target_of(table) + ": all rows are of one class, " + in_quotes(classes.names.at(0)) +
                     "; there is nothing to tell apart");
  if (wanted != Task::binary_classification)
    return wanted.value_or(classes.count() == 2 ? Task::binary_classification : Task::multiclass_classification);
  if (classes.count() > 2) {
    const std::vector<std::string> first(classes.names.begin(), classes.names.begin() + 3);
    throw InputError(target_of(table) + " has " + grouped(classes.count()) + " classes (" + listed(first) +
                     (classes.count() > 3 ? ", …" : "") +
                     "); a binary classification has two. Is the task \"multiclass_classification\"?");
  }
  return *wanted;
}

}  // namespace mlp
