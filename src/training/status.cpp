#include "mlp/training/status.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace mlp {
namespace {

constexpr std::array<std::string_view, 4> status_names{"completed", "stopped_early", "interrupted", "diverged"};

}  // namespace

std::string_view status_name(TrainingStatus status) { return status_names.at(static_cast<std::size_t>(status)); }

std::optional<TrainingStatus> status_named(std::string_view name) {
  const auto found = std::ranges::find(status_names, name);
  if (found == status_names.end()) return std::nullopt;
  return static_cast<TrainingStatus>(found - status_names.begin());
}

bool has_ended(TrainingStatus status) { return status != TrainingStatus::interrupted; }

}  // namespace mlp
