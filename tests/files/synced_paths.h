#pragma once
// What a test's program asks the disk to keep: the C library's fsync is replaced by one that takes notes.

#include <filesystem>
#include <vector>

namespace mlp {

/// While it lives, the paths of what is synced are noted. One at a time.
class SyncedPaths {
 public:
  SyncedPaths();
  ~SyncedPaths();
  SyncedPaths(const SyncedPaths&) = delete;
  SyncedPaths& operator=(const SyncedPaths&) = delete;

  /// In their order, without links; files under the names that they had then.
  std::vector<std::filesystem::path> all() const;
};

}  // namespace mlp
