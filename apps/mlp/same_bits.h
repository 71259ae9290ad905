#pragma once
// Where two runs of one config first differ, for `mlp verify`.

#include <optional>
#include <string>
#include <string_view>

#include "mlp/files/model_file.h"

namespace mlp {

/// The first cell in which two CSV texts differ, or nothing: `row 3, column "train_loss": 0.5 in the run, 0.25 now`.
/// Rows count from 1 after the header. The column `ignored` does not count.
std::optional<std::string> first_difference(std::string_view before, std::string_view now, std::string_view ignored);

/// The first element of the tensors, or the first other part, in which two models differ.
std::optional<std::string> first_difference(const ModelFile& before, const ModelFile& now);

}  // namespace mlp
