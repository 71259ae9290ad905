#include "mlp/core/watched_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "mlp/core/error.h"

namespace mlp {
namespace {

[[noreturn]] void refuse_change(const std::string& name, const std::string& change) {
  throw Failure(name + " has changed while it was read (" + change +
                "); the samples would no longer be those that training began with. Leave the file alone while it is in "
                "use, and start again");
}

}  // namespace

WatchedFile::WatchedFile(std::filesystem::path path)
    : path_(std::move(path)), file_(::open(path_.c_str(), O_RDONLY | O_CLOEXEC)) {
  struct stat found {};
  if (!file_.is_open() || ::fstat(file_.number(), &found) != 0) throw_file_error("read", path_);
  if (!S_ISREG(found.st_mode)) throw InputError("cannot read " + name() + " in pieces: it is not a plain file");
  size_ = static_cast<std::uint64_t>(found.st_size);
  seconds_ = found.st_mtim.tv_sec;
  nanoseconds_ = found.st_mtim.tv_nsec;
}

void WatchedFile::read(std::uint64_t at, std::span<std::byte> bytes) const {
  while (!bytes.empty()) {
    const ssize_t got = ::pread(file_.number(), bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw_file_error("read", path_);
    if (got == 0) {
      check_unchanged();
      throw Failure("cannot read " + name() + ": it ends before byte " + std::to_string(at));
    }
    at += static_cast<std::uint64_t>(got);
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

void WatchedFile::check_unchanged() const {
  struct stat found {};
  if (::fstat(file_.number(), &found) != 0) throw_file_error("read", path_);
  const auto size = static_cast<std::uint64_t>(found.st_size);
  if (size != size_)
    refuse_change(name(), "it had " + std::to_string(size_) + " bytes and has " + std::to_string(size) + " now");
  if (found.st_mtim.tv_sec != seconds_ || found.st_mtim.tv_nsec != nanoseconds_)
    refuse_change(name(), "it was written to");
}

}  // namespace mlp
