#pragma once
// A file that grows by whole rows (history.csv, layers.csv), so that other programs can follow it.

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "mlp/core/file_error.h"

namespace mlp {

/// Appends to a file. All functions throw "cannot write PATH: WHY".
class AppendFile {
 public:
  /// Opens the file at its end, or makes an empty one.
  explicit AppendFile(const std::filesystem::path& path);

  /// Hands one or more whole rows, each with its line end, to the operating system in one piece: a reader never sees a
  /// part of a row for long, and after an error (a full disk) the file has no part of one.
  void append(std::string_view rows);

  /// Bytes so far: what a checkpoint remembers.
  std::uint64_t length() const { return length_; }

  /// Cuts the file back to what it was at a checkpoint. Throws InputError where it is shorter than that.
  void truncate(std::uint64_t length);

  /// Returns when all rows are on the disk: to be called before a checkpoint that counts on them.
  void sync();

 private:
  std::filesystem::path path_;
  Descriptor file_;
  std::uint64_t length_ = 0;
};

}  // namespace mlp
