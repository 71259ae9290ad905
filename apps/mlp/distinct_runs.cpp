#include "distinct_runs.h"

#include "mlp/core/utf8.h"

namespace mlp {

std::vector<const PlannedRun*> distinct_runs(const Plan& plan) {
  std::vector<const PlannedRun*> runs;
  for (const PlannedRun& run : plan.runs)
    if (runs.empty() || runs.back()->variant != run.variant || runs.back()->sweep != run.sweep) runs.push_back(&run);
  return runs;
}

std::string label_of(const PlannedRun& run) {
  std::string label = run.variant;
  for (const auto& [key, value] : run.sweep) label += (label.empty() ? "" : "/") + key + "=" + value;
  return label;
}

std::string with_settings(const PlanOptions& options) {
  std::string text;
  for (const std::string& setting : options.set) text += " --set " + printable(setting);
  return text.empty() ? "" : " with" + text;
}

}  // namespace mlp
