#include "mlp/core/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/numbers.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& folder, const fs::path& lock) {
  std::string holder;
  try {
    holder = read_file(lock);
  } catch (const Error&) {  // gone in the meantime: the message does without
  }
  if (!holder.empty()) holder.pop_back();
  const bool known = read_integer(holder).has_value();
  throw InputError(folder.string() + " is being written by another program" +
                   (known ? " (process " + holder + ")" : "") + "; wait for it to end, or write to another folder");
}

// The holder removes the file before it lets go, so a lock that was waited for may be on a file that is gone.
bool is_still_at(const Descriptor& file, const fs::path& path) {
  struct stat locked {
  }, found{};
  return ::fstat(file.number(), &locked) == 0 && ::stat(path.c_str(), &found) == 0 && locked.st_ino == found.st_ino &&
         locked.st_dev == found.st_dev;
}

void remove_unfinished(const fs::path& folder) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
    if (is_unfinished(entry.path())) fs::remove(entry.path(), ignored);
}

}  // namespace

FolderLock::FolderLock(const fs::path& folder) : lock_(folder / ".lock") {
  do {
    file_ = Descriptor(::open(lock_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (!file_.is_open()) throw_file_error("lock", folder);
    if (::flock(file_.number(), LOCK_EX | LOCK_NB) != 0) {
      if (errno == EWOULDBLOCK) refuse(folder, lock_);
      throw_file_error("lock", folder);
    }
  } while (!is_still_at(file_, lock_));
  const std::string holder = std::to_string(::getpid()) + "\n";
  if (::ftruncate(file_.number(), 0) != 0 || ::write(file_.number(), holder.data(), holder.size()) < 0) {
    const int error = errno;
    ::unlink(lock_.c_str());
    errno = error;
    throw_file_error("lock", folder);
  }
  remove_unfinished(folder);
}

bool FolderLock::is_held(const fs::path& folder) {
  const Descriptor file(::open((folder / ".lock").c_str(), O_RDONLY | O_CLOEXEC));
  return file.is_open() && ::flock(file.number(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

FolderLock::~FolderLock() {
  if (file_.is_open()) ::unlink(lock_.c_str());
}

}  // namespace mlp
