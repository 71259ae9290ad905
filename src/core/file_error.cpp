#include "mlp/core/file_error.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "mlp/core/error.h"

namespace mlp {
namespace {

bool path_is_at_fault(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
    case EISDIR:
    case EACCES:
    case EPERM:
    case EROFS:
    case ENAMETOOLONG:
    case ELOOP:
    case EEXIST:
      return true;
    default:
      return false;
  }
}

}  // namespace

void throw_file_error(const std::string& action, const std::filesystem::path& path) {
  const int error = errno;
  const std::string message =
      "cannot " + action + " " + path.string() + ": " + std::error_code(error, std::generic_category()).message();
  if (path_is_at_fault(error)) throw InputError(message);
  throw Failure(message);
}

bool Descriptor::close() {
  if (number_ < 0) return true;
  return ::close(std::exchange(number_, -1)) == 0;
}

}  // namespace mlp
