#pragma once
// Runs that differ in their seed alone are repeats of one thing, a group: what a comparison compares.

#include <filesystem>
#include <string>
#include <vector>

#include "mlp/report/run_folder.h"

namespace mlp {

struct RunGroup {
  std::string name;             // "tanh/optimizer.learning_rate=0.1"
  std::string label;            // the same for tables and legends: "tanh/learning_rate=0.1"
  std::vector<RunFolder> runs;  // at least one
};

/// Groups run folders by their paths, in the order given: OUTPUT/NAME/VARIANT/KEY=VALUE/seed-N are repeats of VARIANT/
/// KEY=VALUE, and so are those below seed=N, as `--vary seed=…` makes them. A group is named by the part of its path
/// that tells it from the others; the only one, or one that is the folder of all, by its folder's name.
std::vector<RunGroup> group_runs(std::vector<RunFolder> runs);

/// What tells a run from the other repeats: "seed-2", "seed=2", "seed=2/seed-3"; else its folder's name.
std::string repeat_name(const RunFolder& run);

}  // namespace mlp
