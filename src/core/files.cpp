#include "mlp/core/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <set>
#include <utility>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view unfinished = ".unfinished";

void sync_to_disk(const Descriptor& file, const fs::path& path) {
  // EINVAL and ENOTSUP: a pipe, or a file system that has nothing to sync.
  if (::fsync(file.number()) != 0 && errno != EINVAL && errno != ENOTSUP) throw_file_error("write", path);
}

/// A pipe gives its content once: whoever opens it again finds nothing, or waits for ever.
void require_first_reading(const fs::path& path) {
  static std::mutex mutex;
  static std::set<std::pair<dev_t, ino_t>> pipes;
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0 || !S_ISFIFO(found.st_mode)) return;
  const std::lock_guard lock(mutex);
  if (!pipes.emplace(found.st_dev, found.st_ino).second)
    throw InputError("cannot read " + path.string() +
                     " again: it is a pipe, which gives its content once, and more than one reading needs it (of runs "
                     "with different data, each loads its own); put the content into a file, and give its path");
}

}  // namespace

fs::path resolved(const fs::path& path) {
  std::error_code error;
  fs::path place = fs::weakly_canonical(path, error);
  return error ? path : place;
}

FileWriter::FileWriter(const fs::path& path) : path_(path), place_(path) {
  struct stat found {};
  const bool exists = ::stat(path.c_str(), &found) == 0;
  if (exists && S_ISDIR(found.st_mode)) {
    errno = EISDIR;
    throw_file_error("write", path_);
  }
  if (exists && !S_ISREG(found.st_mode)) {
    file_ = Descriptor(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  } else {
    place_ = resolved(path);
    // The process's number keeps two programs apart. Leftovers of an earlier process of the same number are emptied.
    temporary_ = place_.parent_path() /
                 ("." + place_.filename().string() + "." + std::to_string(::getpid()) + std::string(unfinished));
    unfinished_.emplace(temporary_.c_str());
    file_ = Descriptor(::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  }
  if (!file_.is_open()) throw_file_error("write", path_);
}

FileWriter::~FileWriter() {
  if (file_.is_open() && !temporary_.empty()) ::unlink(temporary_.c_str());
}

void FileWriter::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.number(), bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) throw_file_error("write", path_);
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

void FileWriter::commit() {
  sync_to_disk(file_, path_);
  if (!temporary_.empty() && ::rename(temporary_.c_str(), place_.c_str()) != 0) throw_file_error("write", path_);
  if (!file_.close()) throw_file_error("write", path_);
}

void sync_folder(const fs::path& folder) {
  const Descriptor opened(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.is_open()) sync_to_disk(opened, folder);  // a folder that may not be read can still be written to
}

void write_file(const fs::path& path, std::string_view content) {
  FileWriter file(path);
  file.write(content);
  file.commit();
}

FileReader::FileReader(fs::path path) : path_(std::move(path)) {
  require_first_reading(path_);
  file_ = Descriptor(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat found {};
  if (!file_.is_open() || ::fstat(file_.number(), &found) != 0) throw_file_error("read", path_);
  if (S_ISCHR(found.st_mode) || S_ISBLK(found.st_mode))
    throw InputError("cannot read " + path_.string() + ": it is a device, not a file");
  size_ = static_cast<std::size_t>(found.st_size);
}

// A pipe has no size, and a file may grow while it is read: the end is where a read gives nothing.
std::size_t FileReader::read(char* memory, std::size_t count) {
  std::size_t used = 0;
  while (used < count) {
    const ssize_t got = ::read(file_.number(), memory + used, count - used);
    if (got == 0) break;
    if (got < 0 && errno != EINTR) throw_file_error("read", path_);
    if (got > 0) used += static_cast<std::size_t>(got);
  }
  return used;
}

std::string read_file(const fs::path& path) {
  FileReader file(path);
  std::string content;
  std::size_t used = 0, room = std::max<std::size_t>(file.size() + 1, 4096);
  for (;;) {
    require_memory(room, "cannot read " + path.string() + ": it", "Take a smaller file.");
    resize_in_large_pages(content, room);
    used += file.read(content.data() + used, room - used);
    if (used < room) {
      content.resize(used);
      return content;
    }
    room *= 2;
  }
}

void make_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) return;
  errno = error.value();
  throw_file_error("make the folder", folder);
}

FolderToFill::FolderToFill(fs::path folder) : path_(std::move(folder)) {
  std::error_code ignored;
  for (fs::path at = path_; !at.empty() && !fs::exists(at, ignored); at = at.parent_path()) first_made_ = at;
  make_folder(path_);
}

FolderToFill::~FolderToFill() {
  std::error_code ignored;
  fs::path at = first_made_.empty() ? fs::path() : path_;
  while (!at.empty() && fs::is_empty(at, ignored) && fs::remove(at, ignored))
    at = at == first_made_ ? fs::path() : at.parent_path();
}

bool is_unfinished(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with(".") && name.ends_with(unfinished);
}

}  // namespace mlp
