#pragma once
// The comparison of several groups of runs (comparison.csv, comparison.json): what came out, over the repeats of each.

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "mlp/report/diagnosis.h"
#include "mlp/report/run_group.h"
#include "mlp/report/spread.h"

namespace mlp {

/// The gradient flow of a group's runs at one time.
struct FlowSpread {
  ValueSpread slope, ratio;
};

/// Of the runs that have ended and have a target, how many reached it.
struct TargetCount {
  std::size_t reached = 0, runs = 0;

  /// Not-a-number where there are no such runs.
  double share() const;
};

/// One group, that is one variant with its values of the sweep.
struct ComparedGroup {
  std::string name, label;                            // as RunGroup's
  std::size_t repeats = 0, ended = 0, completed = 0;  // ended: completed, stopped early or diverged
  std::map<std::string, std::size_t> statuses;        // how many are completed, stopped_early, …, by standing_of()
  /// Of the last epoch and of the test, by name: of the runs that have ended or, where none has, of those under way.
  std::map<std::string, ValueSpread> metrics;
  TargetCount target;
  ValueSpread epochs_to_target;  // of the runs that reached it, where epochs are known
  FlowSpread initial_flow, last_flow;
  std::map<FlowVerdict, std::size_t> verdicts;  // on the gradient flow
  std::vector<Diagnosis> diagnoses;             // of each verdict, told by its typical run; the most frequent first

  bool all_completed() const { return completed == repeats; }
};

/// A run that is still under way has the numbers of its last row so far.
std::vector<ComparedGroup> compare(std::span<const RunGroup> groups);

/// The metric that decides: the first but the loss that was watched, on the test part, else validation, else training.
/// Empty where there is none.
std::string deciding_metric(const std::vector<ComparedGroup>& compared);

/// "58.8 % of dense_4 is saturated (epoch 500)"
std::string dated_reason(const Diagnosis& diagnosis);

/// comparison.csv: one row per group: variant, repeats, the count of each status, target_runs, reached_share,
/// epochs_to_target_…, verdict (the most frequent), gradient_slope_… and gradient_ratio_… at initial and last, and
/// METRIC_count, _mean, _std, _median, _lower_quartile, _upper_quartile for each metric. An empty cell where there is
/// nothing to say.
std::string comparison_csv(std::span<const ComparedGroup> groups);

/// comparison.json: the same, as {"variants": [{"name", "repeats", "statuses", "target", "metrics", "gradient_flow"}]},
/// and a reason for each verdict.
std::string comparison_json(std::span<const ComparedGroup> groups);

}  // namespace mlp
