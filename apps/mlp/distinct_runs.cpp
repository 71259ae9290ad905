#include "distinct_runs.h"

#include <algorithm>

#include "mlp/config/run_config.h"
#include "mlp/core/utf8.h"

namespace mlp {

std::vector<const PlannedRun*> distinct_runs(const Plan& plan) {
  std::vector<const PlannedRun*> runs;
  for (const PlannedRun& run : plan.runs)
    if (runs.empty() || runs.back()->variant != run.variant || runs.back()->sweep != run.sweep) runs.push_back(&run);
  return runs;
}

void check_configs(const Plan& plan, const Catalog& catalog, Problems& problems) {
  Findings<Problem> found;
  const std::vector<const PlannedRun*> runs = distinct_runs(plan);
  for (const PlannedRun* run : runs) {
    Problems own;
    read_run_config(run->config, catalog, own);
    for (const Problem& problem : own.all()) found.add(problem, label_of(*run));
  }
  for (const auto& [problem, of] : found.all())
    problems.add(problem.place, problem.pointer, with_runs(problem.message, of, runs.size()));
}

std::string with_runs(const std::string& message, const std::vector<std::string>& runs, std::size_t all_runs) {
  constexpr std::size_t enough = 3;
  if (runs.size() >= all_runs) return message;
  std::string text = message + " (in " + std::to_string(runs.size()) + " of " + std::to_string(all_runs) + " runs: ";
  for (std::size_t i = 0; i < std::min(enough, runs.size()); ++i) text += (i == 0 ? "" : ", ") + printable(runs[i]);
  return text + (runs.size() > enough ? ", …)" : ")");
}

std::string label_of(const PlannedRun& run) {
  std::string label = run.variant;
  for (const auto& [key, value] : run.sweep) label += (label.empty() ? "" : "/") + key + "=" + value;
  return label;
}

}  // namespace mlp
