#pragma once
// What is to be learned.

#include <optional>
#include <string_view>

namespace mlp {

enum class Task { binary_classification, multiclass_classification, regression, autoencoder };

/// How classes become targets: by one row of 0 and 1 (two classes only), or one row per class with a 1 at the sample's.
enum class Encoding { single_row, one_hot };

/// "binary_classification", …
std::string_view task_name(Task task);
std::optional<Task> task_of_name(std::string_view name);

constexpr bool is_classification(Task task) {
  return task == Task::binary_classification || task == Task::multiclass_classification;
}

}  // namespace mlp
