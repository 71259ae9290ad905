#pragma once
// Every run of a plan is built once before the first one starts: what does not fit is found while nothing is written,
// and what is odd is said before it takes time.

#include <string>
#include <vector>

#include "mlp/config/build.h"
#include "mlp/config/catalog.h"
#include "mlp/config/plan.h"

namespace mlp {

/// How closely the data are looked at: whole_data reads every value, which takes seconds for images.
enum class Thoroughness { quick, whole_data };

/// What the runs of a plan show when they are built, each text once, with the runs that it is true of.
struct TrialBuilds {
  std::vector<std::string> errors;    // why runs cannot be built, at the key that is to blame where one is
  std::vector<std::string> warnings;  // of keys without effect, net, data and training
};

/// Builds each distinct run (repeats differ in their seed alone). `options` are those that the plan was made with.
TrialBuilds try_builds(const Plan& plan, const PlanOptions& options, const Catalog& catalog, Thoroughness how,
                       DataCache& cache);

}  // namespace mlp
