#include "mlp/files/tensor_file.h"

#include "mlp/core/error.h"
#include "mlp/core/npy.h"
#include "mlp/files/safetensors.h"

namespace mlp {

std::vector<Tensor> read_tensor_file(const std::filesystem::path& path) {
  const std::string ending = path.extension().string();
  if (ending == ".safetensors") return read_safetensors(path).tensors;
  if (ending == ".npz") return read_npz(path);
  if (ending == ".npy") return {read_npy(path)};
  throw InputError(path.string() + ": tensors are read from files whose names end in .safetensors, .npz or .npy");
}

Tensor read_one_tensor(const std::filesystem::path& path, const std::optional<std::string>& name) {
  const std::vector<Tensor> tensors = read_tensor_file(path);
  std::vector<std::string> names;
  for (const Tensor& tensor : tensors) names.push_back(tensor.name);
  if (!name) {
    if (tensors.size() == 1) return tensors[0];
    throw InputError(path.string() + " has " + std::to_string(tensors.size()) +
                     " tensors; name one with \"tensor\": " + listed(names));
  }
  if (const Tensor* tensor = find_tensor(tensors, *name)) return *tensor;
  const std::string hint = did_you_mean(*name, names);
  throw InputError(path.string() + " has no tensor \"" + *name + "\"; " + (hint.empty() ? "it" : hint + " It") +
                   " has: " + listed(names));
}

}  // namespace mlp
