#pragma once
// How training ended, under the names that summary.json has for it.

#include <optional>
#include <string_view>

namespace mlp {

enum class TrainingStatus { completed, stopped_early, interrupted, diverged };

/// "completed", "stopped_early", …
std::string_view status_name(TrainingStatus status);

/// The status of that name, where it is one.
std::optional<TrainingStatus> status_named(std::string_view name);

/// Whether nothing is left to be trained: all but what was interrupted.
bool has_ended(TrainingStatus status);

}  // namespace mlp
