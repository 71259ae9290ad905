#pragma once
// The sweep of a config: lists of values under dotted paths, and every combination of them.

#include <string>
#include <utility>
#include <vector>

#include "plan_options.h"

namespace mlp {

/// One combination of the swept values.
struct SweepPoint {
  std::vector<std::string> folders;                         // "KEY=VALUE" for each key
  std::vector<std::pair<std::string, std::string>> values;  // the key and its value, as text
  std::vector<Assignment> assignments;
};

/// The axes of a config's sweep with those of the command line: --vary replaces or adds one, --set takes one away. A
/// null takes away one of an extended file.
std::vector<Axis> read_axes(const Tree& config, const Overrides& overrides, Problems& problems);

/// The number of combinations; 1 for no axes.
double count_points(const std::vector<Axis>& axes);

/// All combinations; the last axis counts fastest.
std::vector<SweepPoint> sweep_points(const std::vector<Axis>& axes);

}  // namespace mlp
