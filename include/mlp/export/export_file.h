#pragma once
// A trained net as a file for other programs, in the form that the ending of its name asks for:
//     .onnx          operators that take raw features: onnx.h
//     .npz           NumPy's arrays, by the names of the tensors (numpy.load)
//     .safetensors   the same tensors, without our metadata
//     .json          the net as text: layers, names, scaling, tensors as nested lists (docs/files.md)

#include <filesystem>

#include "mlp/export/net.h"

namespace mlp {

/// Throws InputError unless the name ends in one of the four.
void check_net_file_name(const std::filesystem::path& path);

/// Writes the file, in place of one of its name. Throws as check_net_file_name and onnx_bytes do.
void write_net_file(const std::filesystem::path& path, const ExportedNet& net);

/// Writes the .json form.
void write_net_json(const std::filesystem::path& path, const ExportedNet& net);

}  // namespace mlp
