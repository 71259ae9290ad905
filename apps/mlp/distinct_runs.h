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

}  // namespace mlp
