#pragma once
// Named arrays from whatever kind of file the user has them in.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mlp/core/tensor.h"

namespace mlp {

/// The tensors of a .safetensors, .npz or .npy file, by its ending. Throws InputError for another ending or a damaged
/// file.
std::vector<Tensor> read_tensor_file(const std::filesystem::path& path);

/// The tensor of that name; without a name, the file's only one. Throws InputError where it is not there or not clear.
Tensor read_one_tensor(const std::filesystem::path& path, const std::optional<std::string>& name);

}  // namespace mlp
