#include "mlp/report/run_folder.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mlp/core/csv.h"
#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/folder_lock.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "mlp/files/history_table.h"
#include "run_damage.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

std::size_t column_of(const std::vector<std::string>& header, const std::string& name, const std::string& path) {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end()) throw InputError(path + ":1: the column \"" + name + "\" is missing");
  return static_cast<std::size_t>(found - header.begin());
}

std::int64_t csv_integer(const std::string& cell, const std::string& path, std::size_t line) {
  if (const auto number = read_integer(cell)) return *number;
  throw InputError(path + ":" + std::to_string(line) + ": \"" + printable(cell) + "\" is not a whole number");
}

void add_facts(std::vector<LayerRow>& rows, const RunSummary& summary) {
  for (LayerRow& row : rows) {
    row.net_inputs = summary.inputs;
    for (const LayerFacts& layer : summary.layers)
      if (layer.name == row.name) row.units = layer.units, row.saturating = layer.saturating;
  }
}

}  // namespace

const std::vector<double>* History::find(std::string_view column) const {
  const auto found = std::find(columns.begin(), columns.end(), column);
  return found == columns.end() ? nullptr : &values[static_cast<std::size_t>(found - columns.begin())];
}

bool has_ended(const RunFolder& run) { return run.summary && has_ended(run.summary->status); }

std::string standing_of(const RunFolder& run) {
  if (run.summary) return std::string(status_name(run.summary->status));
  return run.is_being_written ? "running" : "unfinished";
}

History parse_history(std::string_view csv, const std::string& path) {
  const HistoryTable table = parse_history_table(csv, path);
  if (table.columns.empty()) return {};
  column_of(table.columns, "epoch", path);
  History history{table.columns, std::vector<std::vector<double>>(table.columns.size())};
  for (const HistoryRow& row : table.rows)
    for (std::size_t column = 0; column < row.size(); ++column)
      history.values[column].push_back(row[column].value_or(std::numeric_limits<double>::quiet_NaN()));
  return history;
}

std::vector<LayerRow> parse_layers(std::string_view csv, const std::string& path) {
  const auto rows = csv_rows(csv, path);
  if (rows.empty()) return {};
  const std::size_t epoch = column_of(rows[0], "epoch", path), layer = column_of(rows[0], "layer", path),
                    name = column_of(rows[0], "name", path);
  std::vector<std::size_t> places;  // of the measured columns
  for (const std::string& column : layer_columns()) places.push_back(column_of(rows[0], column, path));
  std::vector<LayerRow> layers;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    LayerRow row;
    row.epoch = csv_integer(rows[i][epoch], path, i + 1);
    row.layer = csv_integer(rows[i][layer], path, i + 1);
    row.name = rows[i][name];
    for (const std::size_t place : places) {
      const bool measured = !rows[i][place].empty();
      row.values.push_back(measured ? std::optional(csv_number(rows[i][place], path, i + 1)) : std::nullopt);
    }
    layers.push_back(std::move(row));
  }
  return layers;
}

RunFolder read_run(const fs::path& folder) {
  std::error_code ignored;
  const auto there = [&](const char* name) { return fs::exists(folder / name, ignored); };
  if (!fs::is_directory(folder, ignored)) throw InputError(folder.string() + " is not a folder");
  if (!there("history.csv")) throw InputError(folder.string() + " is not the folder of a run: it has no history.csv");
  const auto path = [&](const char* name) { return (folder / name).string(); };
  RunFolder run;
  run.folder = folder;
  // The summary comes last of all that a run writes: read first, it finds the tables whole.
  if (there("summary.json")) run.summary = parse_summary(read_file(folder / "summary.json"), path("summary.json"));
  run.history = parse_history(read_file(folder / "history.csv"), path("history.csv"));
  if (there("layers.csv")) run.layers = parse_layers(read_file(folder / "layers.csv"), path("layers.csv"));
  run.is_being_written = FolderLock::is_held(folder);
  if (const std::string damage = damage_of(run, there("layers.csv")); !damage.empty()) {
    if (!run.is_being_written) throw InputError(damage + "; leave the run out, or train it anew with --force");
    run.summary.reset();  // of an earlier sitting, or of a run that begins anew at this moment
  }
  if (run.summary) add_facts(run.layers, *run.summary);
  return run;
}

}  // namespace mlp
