#include "run_damage.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>

#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "mlp/training/history_columns.h"

namespace mlp {
namespace {

std::string at(const RunFolder& run, const char* file, std::size_t line) {
  return (run.folder / file).string() + ":" + std::to_string(line) + ": ";
}

std::string quoted(const std::string& name) { return "\"" + printable(name) + "\""; }

std::size_t row_count(const History& history) { return history.values.empty() ? 0 : history.values[0].size(); }

/// The head of history.csv: the columns that every run has, those of the summary's last row, and none twice.
std::string damage_of_head(const RunFolder& run) {
  const std::vector<std::string>& columns = run.history.columns;
  const std::string place = at(run, "history.csv", 1);
  if (columns.empty()) return run.summary ? place + "damaged: it has no rows, though the run has ended" : "";
  for (const std::string& name : columns)
    if (std::ranges::count(columns, name) > 1) return place + "the column " + quoted(name) + " is there twice";
  const HistoryColumns always({}, false);
  for (const std::string& name : always.names())
    if (run.history.find(name) == nullptr) return place + "the column " + quoted(name) + " is missing";
  if (!run.summary) return "";
  for (const auto& [name, value] : run.summary->metrics)
    if (!name.starts_with("test_") && run.history.find(name) == nullptr)
      return place + "the column " + quoted(name) + " is missing, which summary.json has";
  return "";
}

/// The rows of history.csv: one for each epoch, up to the last one of the summary, whose numbers are the summary's.
std::string damage_of_rows(const RunFolder& run) {
  if (run.history.columns.empty()) return "";
  const std::vector<double>& epochs = *run.history.find("epoch");
  for (std::size_t i = 0; i < epochs.size(); ++i)
    if (epochs[i] != static_cast<double>(i))
      return at(run, "history.csv", i + 2) + "expected epoch " + std::to_string(i) + ", found " + shortest(epochs[i]);
  if (!run.summary || !run.summary->last_epoch) return "";
  const std::string last_line = at(run, "history.csv", epochs.size() + 1);
  if (epochs.empty() || epochs.back() != *run.summary->last_epoch)
    return last_line +
           "damaged: " + (epochs.empty() ? "it has no rows" : "it ends at epoch " + shortest(epochs.back())) +
           ", though summary.json ends at epoch " + shortest(*run.summary->last_epoch);
  for (const auto& [name, value] : run.summary->metrics) {
    if (name.starts_with("test_")) continue;
    const double found = run.history.find(name)->back();
    if (found != value && (std::isfinite(value) || std::isfinite(found)))  // what is not finite is null in JSON
      return last_line + quoted(name) + " is " + shortest(found) + ", though summary.json has " + shortest(value);
  }
  return "";
}

/// layers.csv is there from the first row on, and ends with the layers of the summary at its last measured epoch.
std::string damage_of_layers(const RunFolder& run, bool has_file) {
  if (!has_file)
    return row_count(run.history) == 0 ? ""
                                       : (run.folder / "layers.csv").string() + ": missing, though training has begun";
  if (!run.summary || !run.summary->last_measured_epoch) return "";
  const double expected = *run.summary->last_measured_epoch;
  const std::size_t count = run.summary->layers.size();
  const std::string last_line = at(run, "layers.csv", run.layers.size() + 1);
  if (run.layers.empty() || static_cast<double>(run.layers.back().epoch) != expected)
    return last_line + "damaged: " +
           (run.layers.empty() ? "it has no rows" : "it ends at epoch " + std::to_string(run.layers.back().epoch)) +
           ", though summary.json ends at epoch " + shortest(expected);
  if (count == 0) return "";
  const auto rows = static_cast<std::size_t>(std::ranges::count(run.layers, run.layers.back().epoch, &LayerRow::epoch));
  if (rows != count)
    return last_line + "damaged: epoch " + shortest(expected) + " has " + std::to_string(rows) + " of the " +
           std::to_string(count) + " layers that summary.json has";
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t row = run.layers.size() - count + i;
    if (run.layers[row].name != run.summary->layers[i].name)
      return at(run, "layers.csv", row + 2) + "expected layer " + quoted(run.summary->layers[i].name) +
             " as in summary.json, found " + quoted(run.layers[row].name);
  }
  return "";
}

}  // namespace

std::string damage_of(const RunFolder& run, bool has_layers_file) {
  std::string damage = damage_of_head(run);
  if (damage.empty()) damage = damage_of_rows(run);  // whose columns the head has
  if (damage.empty()) damage = damage_of_layers(run, has_layers_file);
  return damage;
}

}  // namespace mlp
