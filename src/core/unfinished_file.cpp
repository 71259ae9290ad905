#include "mlp/core/unfinished_file.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <climits>
#include <cstring>

namespace mlp {

/// A name's place. The handler reads it only while it is there as a whole.
struct UnfinishedFile::Entry {
  std::atomic<bool> is_taken{false}, has_name{false};
  std::array<char, PATH_MAX> name{};

  static std::array<Entry, 32> table;
};

std::array<UnfinishedFile::Entry, 32> UnfinishedFile::Entry::table;

static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

UnfinishedFile::UnfinishedFile(const char* name) {
  const std::size_t size = std::strlen(name) + 1;
  if (size > PATH_MAX) return;  // which no file can have
  for (Entry& entry : Entry::table) {
    if (entry.is_taken.exchange(true)) continue;
    std::copy_n(name, size, entry.name.begin());
    entry.has_name = true;
    entry_ = &entry;
    return;
  }
}

UnfinishedFile::~UnfinishedFile() {
  if (entry_ == nullptr) return;
  entry_->has_name = false;
  entry_->is_taken = false;
}

void remove_unfinished_files() noexcept {
  for (const UnfinishedFile::Entry& entry : UnfinishedFile::Entry::table)
    if (entry.has_name) ::unlink(entry.name.data());
}

}  // namespace mlp
