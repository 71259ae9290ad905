#include "mlp/data/task.h"

#include <array>
#include <utility>

namespace mlp {
namespace {

constexpr std::array<std::pair<Task, std::string_view>, 4> names{{
    {Task::binary_classification, "binary_classification"},
    {Task::multiclass_classification, "multiclass_classification"},
    {Task::regression, "regression"},
    {Task::autoencoder, "autoencoder"},
}};

}  // namespace

std::string_view task_name(Task task) {
  for (const auto& [value, name] : names)
    if (value == task) return name;
  return "";
}

std::optional<Task> task_of_name(std::string_view name) {
  for (const auto& [task, its_name] : names)
    if (its_name == name) return task;
  return std::nullopt;
}

}  // namespace mlp
