#pragma once
// What a run left behind, or has so far, as plain numbers: history.csv, layers.csv and summary.json (SPEC sections 3
// and 4).

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlp/training/gradient_flow.h"
#include "mlp/training/layer_row.h"
#include "mlp/training/status.h"

namespace mlp {

/// The rows of history.csv, by columns. A cell where nothing was measured is not-a-number.
struct History {
  std::vector<std::string> columns;
  std::vector<std::vector<double>> values;  // one per column, each as long as there are rows

  /// The values of a column, or nullptr where there is none of that name.
  const std::vector<double>* find(std::string_view column) const;
};

/// The gradient flow of one epoch, as summary.json has it.
struct FlowNumbers {
  std::optional<double> slope, ratio;  // decades per layer; last/first
};

/// What layers.csv does not say of a layer.
struct LayerFacts {
  std::string name;
  std::int64_t units = 0;
  bool saturating = false;
  std::optional<double> theory =
      {};  // the norm of its kernel's gradient before training over that of the next kernel's
};

/// What is needed of summary.json, to compare.
struct RunSummary {
  TrainingStatus status = TrainingStatus::completed;
  std::map<std::string, double> metrics;  // of the last epoch under their names in history.csv; of the test "test_NAME"
  std::optional<double> last_epoch = {};  // the one that they are of
  FlowNumbers initial_flow, last_flow;
  std::optional<double> last_measured_epoch = {};  // the one that last_flow is of
  std::optional<FlowVerdict> verdict;              // on the gradient flow
  std::string reason;                              // what it rests on
  std::optional<double> judged_at_epoch;           // the epoch that the verdict is about
  /// Nothing where the config has no target, and where it is yet to be seen: in a run that was interrupted.
  std::optional<bool> reached_target;
  std::optional<double> epochs_to_target;  // nothing where it was not reached, or is on a test metric
  std::vector<LayerFacts> layers = {};
  std::int64_t inputs = 0;  // features that the net sees; 0 where it is not known
};

struct RunFolder {
  std::filesystem::path folder;
  History history;
  std::vector<LayerRow> layers;       // without `units` and `saturating` where there is no summary yet
  std::optional<RunSummary> summary;  // nothing while the run is under way
  bool is_being_written = false;      // by a program that is running now
  /// While there is no summary: theory's factors of LayerFacts by layer, where the program that trains tells them.
  std::map<std::string, double> theory = {};
};

/// Whether nothing of the run is left to be trained.
bool has_ended(const RunFolder& run);

/// How the run stands: its status, or "running" or "unfinished" where it has no summary.
std::string standing_of(const RunFolder& run);

/// Reads a run that is finished or still running: a last row that is not whole yet is left out, files that are not
/// there yet are empty. Throws InputError where FOLDER is no run's folder ("FOLDER is not the folder of a run: it has
/// no history.csv"), or with file and line where a file is damaged or does not agree with the others.
RunFolder read_run(const std::filesystem::path& folder);

/// The parts of it, from the files' content; `path` is for messages.
History parse_history(std::string_view csv, const std::string& path);
std::vector<LayerRow> parse_layers(std::string_view csv, const std::string& path);
RunSummary parse_summary(std::string_view content, const std::string& path);

}  // namespace mlp
