#pragma once
// In words what the gradient flow of a group's runs is, where, since when, and what causes it: the verdicts of
// training/gradient_flow.h, and beside each what the other columns of layers.csv show.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mlp/report/cause.h"
#include "mlp/report/run_group.h"
#include "mlp/training/gradient_flow.h"

namespace mlp {

/// One verdict of a group, told by one of its runs that have it.
struct Diagnosis {
  FlowVerdict verdict = FlowVerdict::healthy;
  std::size_t count = 0, runs = 0;  // runs with this verdict, and all that were judged
  std::size_t teller = 0;           // the place in the group of the run that tells it
  std::string reason;               // with layer and number
  std::int64_t judged_epoch = 0;
  /// The first measured epoch of the unbroken stretch up to judged_epoch in which the verdict holds.
  std::int64_t since_epoch = 0;
  /// The first measured epoch after judged_epoch in which it holds no longer, and the last measured one of all.
  std::optional<std::int64_t> over_epoch = {};
  std::int64_t last_epoch = 0;
  std::string place;  // the layers that it is about
  Cause cause;
};

/// The verdicts of a group's finished runs, the most frequent first; of equally frequent ones the worse first. Each is
/// told by the run that is nearest to the median of `metric` over those that have it, or by the first where none has
/// the metric.
std::vector<Diagnosis> diagnose(const RunGroup& group, const std::string& metric);

/// "since before training, still at epoch 500", "before training, no longer at epoch 1", "since epoch 20, still at
/// epoch 500"; of what is healthy: "before training and at epoch 500".
std::string time_of(const Diagnosis& diagnosis);

/// The rows of one epoch.
std::vector<LayerRow> rows_at(const RunFolder& run, std::int64_t epoch);

/// The epochs at which layers were measured, ascending.
std::vector<std::int64_t> measured_epochs(const RunFolder& run);

}  // namespace mlp
