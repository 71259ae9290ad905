#pragma once
// Names of groups for tables and legends, where the path of a swept key takes more room than it tells.

#include <span>
#include <string>
#include <vector>

namespace mlp {

/// Names of groups, "VARIANT/KEY=VALUE/…", with each dotted KEY cut to its last part ("model.defaults.activation=relu"
/// → "activation=relu"), or to as many parts as tell the keys of all names apart ("0.units=4", "1.units=8").
std::vector<std::string> short_names(std::span<const std::string> names);

}  // namespace mlp
