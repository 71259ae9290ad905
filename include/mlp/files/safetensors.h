#pragma once
// The safetensors format (Hugging Face): 8 bytes, the length of a JSON header; the header, which gives each tensor's
// type, shape and place and a table of texts; then the data. Here two of the texts are SHA-256 digests, "sha256" of the
// data and "header_sha256" of the rest, so that a damaged file is told from a whole one.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "mlp/core/tensor.h"

namespace mlp {

struct Safetensors {
  std::map<std::string, std::string> metadata;  // without the two digests
  std::vector<Tensor> tensors;                  // in the order of their data
  bool has_digest = false;                      // the file had digests (and they matched): it is one of ours
};

/// Writes a file that is complete or absent at any instant; the same content gives the same bytes. The data are put in
/// the given order, but wider elements first, so that each tensor is aligned. Names must differ.
void write_safetensors(const std::filesystem::path& path, const std::vector<Tensor>& tensors,
                       const std::map<std::string, std::string>& metadata);

/// Reads and checks a whole file. Throws InputError `FILE: …` or `FILE: tensor "dense_1/kernel": …` where it is not
/// one, cut short, or damaged: a header that is no JSON or too long, duplicate names, unknown types, data outside the
/// file, overlapping or of another size than the shape says, a digest that does not match.
Safetensors read_safetensors(const std::filesystem::path& path);

}  // namespace mlp
