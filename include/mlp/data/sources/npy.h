#pragma once
// NumPy's arrays: features in one and targets in another, each in a .npy file of its own or both in one .npz archive.
// Values are taken as they are. Features of a .npy file that would fill the memory stay in the file.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "mlp/data/source.h"

namespace mlp {

struct NpyOptions {
  std::filesystem::path features;  // of shape [samples], [samples, features] or [samples, rows, columns, …]
  std::filesystem::path targets;   // of shape [samples] or [samples, targets]; empty: the data of an auto-encoder
  Streaming streaming = Streaming::automatic;
};

class Npy final : public Source {
 public:
  explicit Npy(NpyOptions options) : options_(std::move(options)) {}
  Table load(std::uint64_t seed) const override;

 private:
  NpyOptions options_;
};

struct NpzOptions {
  std::filesystem::path path;
  std::string features;  // the array's name in the archive
  std::string targets;   // empty: the data of an auto-encoder
};

class Npz final : public Source {
 public:
  explicit Npz(NpzOptions options) : options_(std::move(options)) {}
  Table load(std::uint64_t seed) const override;
  SampleFormats sample_formats() const override;

 private:
  NpzOptions options_;
};

/// Features alone, to predict: `bytes` of a .npy file, `name` for messages.
Table npy_samples(const std::string& bytes, const std::string& name);

/// Samples of a .npz file for a trained net: the arrays that `formats` names, or for the features the archive's only
/// one. Targets are read where they are required.
Table npz_samples(std::string_view bytes, const std::string& name, const SampleFormats& formats, bool targets_required);

}  // namespace mlp
