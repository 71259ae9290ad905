#pragma once
// Two programs never write one folder. The lock is the operating system's (flock), so it ends with the program that
// holds it, however that ends: a dead program's lock does not count. The file .lock only gives it a place, and holds
// the number of the process for the message; it is removed at the end.

#include <filesystem>

#include "mlp/core/file_error.h"

namespace mlp {

/// Holds a folder for this program, for as long as it lives.
class FolderLock {
 public:
  /// Locks a folder that exists, and removes the unfinished files that a killed program left in it. Throws InputError
  /// "FOLDER is being written by another program (process 1234)…" where another holds it, in this process too.
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(FolderLock&&) noexcept = default;
  FolderLock& operator=(FolderLock&&) = delete;

  /// Whether a program holds the folder at this moment.
  static bool is_held(const std::filesystem::path& folder);

 private:
  std::filesystem::path lock_;
  Descriptor file_;
};

}  // namespace mlp
