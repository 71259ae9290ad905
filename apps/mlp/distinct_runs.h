#pragma once
// Of a plan's runs those that differ in more than their seed.

#include <string>
#include <vector>

#include "mlp/config/plan.h"

namespace mlp {

/// The first repeat of each variant and point of the sweep.
std::vector<const PlannedRun*> distinct_runs(const Plan& plan);

/// "relu/optimizer.learning_rate=0.1"; "" where the plan is one run only.
std::string label_of(const PlannedRun& run);

/// ` with --set model.layers.1.units=3`, to stand behind the name of a config: where net and data do not fit, the
/// mistake may be there, and not in the file. Empty without such options; what varies is in the run's label.
std::string with_settings(const PlanOptions& options);

}  // namespace mlp
