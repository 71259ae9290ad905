#include "mlp/report/comparison.h"

#include <cmath>

#include "mlp/core/numbers.h"

namespace mlp {
namespace {

// The metrics of a run's end, or of its last row so far.
std::map<std::string, double> final_metrics(const RunFolder& run) {
  if (run.summary) return run.summary->metrics;
  std::map<std::string, double> metrics;
  for (std::size_t i = 0; i < run.history.columns.size(); ++i) {
    const std::string& column = run.history.columns[i];
    if ((column.starts_with("train_") || column.starts_with("val_")) && !run.history.values[i].empty())
      metrics[column] = run.history.values[i].back();
  }
  return metrics;
}

// The metrics among the numbers of summary.json: not how long it took.
bool is_metric(const std::string& name) {
  return name.starts_with("train_") || name.starts_with("val_") || name.starts_with("test_");
}

class Flows {
 public:
  void add(const FlowNumbers& flow) {
    if (flow.slope) slopes_.push_back(*flow.slope);
    if (flow.ratio) ratios_.push_back(*flow.ratio);
  }
  FlowSpread spread() const { return {spread_of(slopes_), spread_of(ratios_)}; }

 private:
  std::vector<double> slopes_, ratios_;
};

// "58.8 % of dense_4 is saturated (epoch 500)"
std::string dated_reason(const RunSummary& summary) {
  if (!summary.judged_at_epoch || summary.verdict == "diverged") return summary.reason;
  return summary.reason + " (epoch " + shortest(*summary.judged_at_epoch) + ")";
}

ComparedGroup compared(const RunGroup& group) {
  ComparedGroup result;
  result.name = group.name;
  result.label = group.label;
  result.repeats = group.runs.size();
  std::map<std::string, std::vector<double>> metrics;
  std::vector<double> reached, epochs;
  Flows initial, last;
  for (const RunFolder& run : group.runs) {
    for (const auto& [name, value] : final_metrics(run))
      if (is_metric(name)) metrics[name].push_back(value);
    ++result.statuses[run.summary ? run.summary->status : run.is_being_written ? "running" : "unfinished"];
    if (!run.summary) continue;
    if (run.summary->reached_target) reached.push_back(*run.summary->reached_target ? 1 : 0);
    if (run.summary->epochs_to_target) epochs.push_back(*run.summary->epochs_to_target);
    if (!run.summary->verdict.empty()) {
      ++result.verdicts[run.summary->verdict];
      result.reasons.emplace(run.summary->verdict, dated_reason(*run.summary));
    }
    initial.add(run.summary->initial_flow);
    last.add(run.summary->last_flow);
  }
  for (auto& [name, values] : metrics) result.metrics[name] = spread_of(std::move(values));
  if (!reached.empty()) result.reached_share = spread_of(reached).mean;
  result.epochs_to_target = spread_of(std::move(epochs));
  result.initial_flow = initial.spread();
  result.last_flow = last.spread();
  return result;
}

}  // namespace

std::vector<ComparedGroup> compare(std::span<const RunGroup> groups) {
  std::vector<ComparedGroup> result;
  for (const RunGroup& group : groups) result.push_back(compared(group));
  return result;
}

}  // namespace mlp
