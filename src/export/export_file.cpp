#include "mlp/export/export_file.h"

#include <functional>
#include <map>

#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/npy.h"
#include "mlp/export/onnx.h"
#include "mlp/files/safetensors.h"

namespace mlp {
namespace {

using WriteNet = std::function<void(const std::filesystem::path&, const ExportedNet&)>;

const std::map<std::string, WriteNet>& writers() {
  static const std::map<std::string, WriteNet> table{
      {".onnx", [](const auto& path, const ExportedNet& net) { write_file(path, onnx_bytes(net)); }},
      {".npz", [](const auto& path, const ExportedNet& net) { write_npz(path, net.tensors); }},
      {".safetensors", [](const auto& path, const ExportedNet& net) { write_safetensors(path, net.tensors, {}); }},
      {".json", write_net_json},
  };
  return table;
}

}  // namespace

void check_net_file_name(const std::filesystem::path& path) {
  if (!writers().contains(path.extension()))
    throw InputError(path.string() +
                     ": the name must end in .onnx, .npz, .safetensors or .json, which tells what to "
                     "write");
}

void write_net_file(const std::filesystem::path& path, const ExportedNet& net) {
  check_net_file_name(path);
  writers().at(path.extension())(path, net);
}

}  // namespace mlp
