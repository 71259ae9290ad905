#include "mlp/core/append_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "mlp/core/error.h"

namespace mlp {

AppendFile::AppendFile(const std::filesystem::path& path)
    : path_(path), file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) {
  struct stat found {};
  if (!file_.is_open() || ::fstat(file_.number(), &found) != 0) throw_file_error("write", path_);
  length_ = static_cast<std::uint64_t>(found.st_size);
}

void AppendFile::append(std::string_view rows) {
  std::string_view rest = rows;
  while (!rest.empty()) {  // one turn, but where a signal or a full disk cuts the write short
    const ssize_t written = ::write(file_.number(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      const int error = errno;
      // Best effort: the rows before stay whole. The error that is reported is the first one.
      if (::ftruncate(file_.number(), static_cast<off_t>(length_)) != 0) errno = error;
      errno = error;
      throw_file_error("write", path_);
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  length_ += rows.size();
}

void AppendFile::truncate(std::uint64_t length) {
  if (length > length_)
    throw InputError(path_.string() + " has " + std::to_string(length_) +
                     " bytes, but the checkpoint was made when it had " + std::to_string(length) +
                     ": rows are missing; bring the file back, or train anew with --force");
  if (::ftruncate(file_.number(), static_cast<off_t>(length)) != 0) throw_file_error("write", path_);
  length_ = length;
}

void AppendFile::sync() {
  if (::fsync(file_.number()) != 0 && errno != EINVAL && errno != ENOTSUP) throw_file_error("write", path_);
}

}  // namespace mlp
