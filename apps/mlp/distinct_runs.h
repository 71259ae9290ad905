#pragma once
// Of a plan's runs those that differ in more than their seed.

#include <string>
#include <vector>

#include "mlp/config/catalog.h"
#include "mlp/config/plan.h"
#include "mlp/config/problems.h"

namespace mlp {

/// The first repeat of each variant and point of the sweep.
std::vector<const PlannedRun*> distinct_runs(const Plan& plan);

/// Adds what is wrong with the configs of the plan's runs; what is wrong in some of its variants or points of the sweep
/// only, says in which.
void check_configs(const Plan& plan, const Catalog& catalog, Problems& problems);

/// "MESSAGE (in 3 of 9 runs: relu, tanh, …)"; where it is of all runs, the message alone.
std::string with_runs(const std::string& message, const std::vector<std::string>& runs, std::size_t all_runs);

/// "relu/optimizer.learning_rate=0.1"; "" where the plan is one run only.
std::string label_of(const PlannedRun& run);

/// ` with --set model.layers.1.units=3`, to stand behind the name of a config: where net and data do not fit, the
/// mistake may be there, and not in the file. Empty without such options; what varies is in the run's label.
std::string with_settings(const PlanOptions& options);

}  // namespace mlp
