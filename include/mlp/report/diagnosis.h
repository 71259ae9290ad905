#pragma once
// In words what the gradient flow of a group's runs is, since when, and what causes it: the verdicts of
// training/gradient_flow.h, and beside each what the other columns of layers.csv show.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mlp/report/run_group.h"

namespace mlp {

/// One verdict of a group, told by the first of its runs that has it.
struct Diagnosis {
  std::string verdict;
  std::size_t count = 0, runs = 0;  // runs with this verdict, and all that were judged
  std::filesystem::path run;        // that tells it
  std::string reason;               // with layer and number
  std::int64_t judged_epoch = 0;
  /// The first measured epoch of the unbroken stretch up to judged_epoch in which the verdict holds.
  std::int64_t since_epoch = 0;
  /// The first measured epoch after judged_epoch in which it holds no longer, and the last measured one of all.
  std::optional<std::int64_t> over_epoch = {};
  std::int64_t last_epoch = 0;
  std::string cause;  // a sentence
};

/// The verdicts of a group's finished runs, the most frequent first; of equally frequent ones the worse first.
std::vector<Diagnosis> diagnose(const RunGroup& group);

/// A sentence that names the cause of a verdict by the rows of one epoch and of epoch 0.
std::string cause_of(const std::string& verdict, const std::vector<LayerRow>& rows,
                     const std::vector<LayerRow>& first_rows);

/// The rows of one epoch.
std::vector<LayerRow> rows_at(const RunFolder& run, std::int64_t epoch);

/// The epochs at which layers were measured, ascending.
std::vector<std::int64_t> measured_epochs(const RunFolder& run);

}  // namespace mlp
