#pragma once
// The command line's part of a plan: --set and --vary, taken apart.

#include "assign.h"
#include "mlp/config/plan.h"

namespace mlp {

/// A swept key and its values.
struct Axis {
  DottedPath path;
  std::vector<Tree> values;
};

struct Overrides {
  std::vector<Assignment> set;  // of --set and --seed, in order
  std::vector<Axis> vary;
};

/// Takes the options apart; whatever cannot be meant is a problem.
Overrides read_overrides(const PlanOptions& options, Problems& problems);

/// An option as a text that places can point into: "--set a.b=1".
std::shared_ptr<const ConfigText> option_text(const std::string& option, const std::string& argument);

/// Refuses to sweep over a key that belongs to the plan itself, and a value that is there twice.
void check_axis(const Axis& axis, Problems& problems);

}  // namespace mlp
