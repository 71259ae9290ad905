#pragma once
// A file that stays open and is read in pieces, while other programs may write to it. Reading by pread, not from a
// mapping: where the file has become shorter, a mapping would end the process with SIGBUS; a read says so.

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "mlp/core/file_error.h"

namespace mlp {

class WatchedFile {
 public:
  /// Throws InputError where the file is missing, unreadable, or no plain file.
  explicit WatchedFile(std::filesystem::path path);

  std::string name() const { return path_.string(); }
  std::uint64_t size() const { return size_; }

  /// Fills `bytes` from the place `at` on. Throws Failure where the file has become too short, or cannot be read.
  /// Allocates nothing, and may be called by several threads at once.
  void read(std::uint64_t at, std::span<std::byte> bytes) const;

  /// Throws Failure where the file was written to since it was opened: told by its size and its time of modification. A
  /// file that has been replaced by another of its name is no problem: the old one is still there, for this process.
  void check_unchanged() const;

 private:
  std::filesystem::path path_;
  Descriptor file_;
  std::uint64_t size_ = 0;
  std::int64_t seconds_ = 0, nanoseconds_ = 0;  // of the last modification
};

}  // namespace mlp
