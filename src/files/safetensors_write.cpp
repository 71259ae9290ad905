// Writes .safetensors: eight bytes of length, a JSON header, the numbers.

#include <algorithm>

#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/files/safetensors.h"
#include "safetensors_format.h"

namespace mlp {

using namespace safetensors;

void write_safetensors(const std::filesystem::path& path, const std::vector<Tensor>& tensors,
                       const std::map<std::string, std::string>& metadata) {
  std::vector<const Tensor*> ordered;
  for (const Tensor& tensor : tensors) ordered.push_back(&tensor);
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const Tensor* a, const Tensor* b) { return size_of(a->type) > size_of(b->type); });

  const auto bytes_of = [](const Tensor& tensor) {
    return std::string_view(reinterpret_cast<const char*>(tensor.data.data()), tensor.data.size());
  };
  json header = {{metadata_key, metadata}};
  Sha256 digest;
  std::uint64_t at = 0;
  for (const Tensor* tensor : ordered) {
    if (header.contains(tensor->name)) throw Failure("two tensors are named \"" + tensor->name + "\"");
    const std::uint64_t end = at + tensor->data.size();
    header[tensor->name] = {{"dtype", type_names.at(static_cast<std::size_t>(tensor->type))},
                            {"shape", tensor->shape},
                            {"data_offsets", {at, end}}};
    digest.add(bytes_of(*tensor));
    at = end;
  }
  header[metadata_key][data_digest] = digest.hex();
  header[metadata_key][header_digest] = digest_of(header);
  std::string text = text_of(header);
  text.append((8 - text.size() % 8) % 8, ' ');  // so that the data are aligned
  const std::uint64_t length = text.size();

  FileWriter file(path);
  file.write({reinterpret_cast<const char*>(&length), 8});
  file.write(text);
  for (const Tensor* tensor : ordered) file.write(bytes_of(*tensor));
  file.commit();
}

}  // namespace mlp
