#include "mlp/report/diagnosis.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "mlp/report/spread.h"
#include "mlp/training/gradient_flow.h"

namespace mlp {
namespace {

bool is_judged(const RunFolder& run) { return run.summary && run.summary->verdict; }

/// Whether a verdict holds at an epoch. That of a collapse is only given before training; its rule asks for the same at
/// any epoch.
bool holds(const RunFolder& run, FlowVerdict verdict, std::int64_t epoch) {
  std::vector<LayerRow> rows = rows_at(run, epoch);
  if (verdict == FlowVerdict::collapsed)
    for (LayerRow& row : rows) row.epoch = 0;
  return gradient_flow(rows).verdict == verdict;
}

/// Since when the verdict of the judged epoch holds without a break.
std::int64_t since(const RunFolder& run, FlowVerdict verdict, std::int64_t judged) {
  std::int64_t first = judged;
  const std::vector<std::int64_t> epochs = measured_epochs(run);
  for (std::size_t i = epochs.size(); i-- > 0;) {
    if (epochs[i] > judged) continue;
    if (!holds(run, verdict, epochs[i])) break;
    first = epochs[i];
  }
  return first;
}

/// The first measured epoch after the judged one whose verdict is another.
std::optional<std::int64_t> over(const RunFolder& run, FlowVerdict verdict, std::int64_t judged) {
  for (const std::int64_t epoch : measured_epochs(run))
    if (epoch > judged && !holds(run, verdict, epoch)) return epoch;
  return std::nullopt;
}

double metric_of(const RunFolder& run, const std::string& metric) {
  const auto found = run.summary->metrics.find(metric);
  return found == run.summary->metrics.end() ? std::numeric_limits<double>::quiet_NaN() : found->second;
}

/// Of these runs the one nearest to their median.
std::size_t typical_of(const RunGroup& group, const std::vector<std::size_t>& runs, const std::string& metric) {
  std::vector<double> values;
  for (const std::size_t run : runs) values.push_back(metric_of(group.runs[run], metric));
  const double median = spread_of(values).median;
  std::size_t best = 0;
  for (std::size_t i = 1; i < runs.size(); ++i)
    if (std::abs(values[i] - median) < std::abs(values[best] - median) || !std::isfinite(values[best])) best = i;
  return std::isfinite(median) ? runs[best] : runs.front();
}

Diagnosis told_by(const RunGroup& group, std::size_t teller) {
  const RunFolder& run = group.runs[teller];
  const FlowVerdict verdict = *run.summary->verdict;
  const auto epoch = static_cast<std::int64_t>(run.summary->judged_at_epoch.value_or(0));
  const std::vector<std::int64_t> epochs = measured_epochs(run);
  const std::vector<LayerRow> rows = rows_at(run, epoch);
  Diagnosis told;
  told.verdict = verdict;
  told.teller = teller;
  told.reason = run.summary->reason;
  told.judged_epoch = epoch;
  told.since_epoch = since(run, verdict, epoch);
  told.over_epoch = over(run, verdict, epoch);
  told.last_epoch = epochs.empty() ? epoch : epochs.back();
  told.place = place_of(verdict, rows);
  told.cause = cause_of(verdict, rows, rows_at(run, 0));
  return told;
}

}  // namespace

std::vector<LayerRow> rows_at(const RunFolder& run, std::int64_t epoch) {
  std::vector<LayerRow> rows;
  for (const LayerRow& row : run.layers)
    if (row.epoch == epoch) rows.push_back(row);
  return rows;
}

std::vector<std::int64_t> measured_epochs(const RunFolder& run) {
  std::set<std::int64_t> epochs;
  for (const LayerRow& row : run.layers) epochs.insert(row.epoch);
  return {epochs.begin(), epochs.end()};
}

std::string time_of(const Diagnosis& d) {
  const auto epoch = [](std::int64_t number) { return "epoch " + std::to_string(number); };
  const std::string still = d.last_epoch > 0 ? ", still at " + epoch(d.last_epoch) : std::string();
  if (d.verdict == FlowVerdict::healthy)
    return d.last_epoch > 0 ? "before training and at " + epoch(d.last_epoch) : "before training";
  if (d.judged_epoch == 0)
    return d.over_epoch ? "before training, no longer at " + epoch(*d.over_epoch) : "since before training" + still;
  if (d.since_epoch == d.judged_epoch) return "at " + epoch(d.judged_epoch) + ", not before";
  return "since " + (d.since_epoch == 0 ? std::string("before training") : epoch(d.since_epoch)) + still;
}

std::vector<Diagnosis> diagnose(const RunGroup& group, const std::string& metric) {
  std::vector<std::vector<std::size_t>> runs_of;  // each list has one verdict
  std::size_t judged = 0;
  for (std::size_t i = 0; i < group.runs.size(); ++i) {
    if (!is_judged(group.runs[i])) continue;
    ++judged;
    const auto same = std::ranges::find_if(runs_of, [&](const std::vector<std::size_t>& runs) {
      return group.runs[runs[0]].summary->verdict == group.runs[i].summary->verdict;
    });
    if (same == runs_of.end())
      runs_of.push_back({i});
    else
      same->push_back(i);
  }
  std::vector<Diagnosis> found;
  for (const std::vector<std::size_t>& runs : runs_of) {
    found.push_back(told_by(group, typical_of(group, runs, metric)));
    found.back().count = runs.size();
    found.back().runs = judged;
  }
  std::ranges::sort(found, [](const Diagnosis& a, const Diagnosis& b) {
    return a.count != b.count ? a.count > b.count : a.verdict < b.verdict;
  });
  return found;
}

}  // namespace mlp
