#include "mlp/report/comparison.h"

#include <algorithm>
#include <limits>

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

// Whether a metric of the test was one of training, too.
bool watched(const ComparedGroup& group, const std::string& name) {
  return !name.starts_with("test_") || group.metrics.contains("train_" + name.substr(5));
}

ComparedGroup compared(const RunGroup& group) {
  ComparedGroup result;
  result.name = group.name;
  result.label = group.label;
  result.repeats = group.runs.size();
  result.ended =
      static_cast<std::size_t>(std::ranges::count_if(group.runs, [](const auto& r) { return has_ended(r); }));
  std::map<std::string, std::vector<double>> metrics;
  std::vector<double> epochs;
  Flows initial, last;
  for (const RunFolder& run : group.runs) {
    if (has_ended(run) || result.ended == 0)
      for (const auto& [name, value] : final_metrics(run))
        if (is_metric(name)) metrics[name].push_back(value);
    ++result.statuses[standing_of(run)];
    if (!run.summary) continue;
    if (run.summary->status == TrainingStatus::completed) ++result.completed;
    if (run.summary->reached_target) ++result.target.runs;
    if (run.summary->reached_target.value_or(false)) ++result.target.reached;
    if (run.summary->epochs_to_target) epochs.push_back(*run.summary->epochs_to_target);
    if (run.summary->verdict) ++result.verdicts[*run.summary->verdict];
    initial.add(run.summary->initial_flow);
    last.add(run.summary->last_flow);
  }
  for (auto& [name, values] : metrics) result.metrics[name] = spread_of(std::move(values));
  result.epochs_to_target = spread_of(std::move(epochs));
  result.initial_flow = initial.spread();
  result.last_flow = last.spread();
  return result;
}

}  // namespace

double TargetCount::share() const {
  return runs == 0 ? std::numeric_limits<double>::quiet_NaN()
                   : static_cast<double>(reached) / static_cast<double>(runs);
}

std::vector<ComparedGroup> compare(std::span<const RunGroup> groups) {
  std::vector<ComparedGroup> result;
  for (const RunGroup& group : groups) result.push_back(compared(group));
  const std::string metric = deciding_metric(result);
  for (std::size_t i = 0; i < result.size(); ++i) result[i].diagnoses = diagnose(groups[i], metric);
  return result;
}

std::string deciding_metric(const std::vector<ComparedGroup>& compared) {
  for (const bool losses : {false, true})
    for (const char* prefix : {"test_", "val_", "train_"})
      for (const ComparedGroup& group : compared)
        for (const auto& [name, spread] : group.metrics)
          if (name.starts_with(prefix) && name != "train_penalty" && name.ends_with("_loss") == losses &&
              spread.count > 0 && watched(group, name))
            return name;
  return "";
}

std::string dated_reason(const Diagnosis& diagnosis) {
  if (diagnosis.verdict == FlowVerdict::diverged) return diagnosis.reason;
  return diagnosis.reason + " (epoch " + std::to_string(diagnosis.judged_epoch) + ")";
}

}  // namespace mlp
