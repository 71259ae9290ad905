#include "svg_to_png.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <vector>

#include "mlp/core/error.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

constexpr const char* converter = "rsvg-convert";

/// A file without a name, gone when it is closed: unlike pipes, three of them cannot wait for each other.
class NamelessFile {
 public:
  NamelessFile() : file_(std::tmpfile()) {
    if (file_ == nullptr) throw Failure("no temporary file can be made: " + std::generic_category().message(errno));
  }

  int descriptor() const { return ::fileno(file_.get()); }

  void write(const std::string& bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size() || std::fflush(file_.get()) != 0)
      throw Failure("a temporary file cannot be written: " + std::generic_category().message(errno));
    std::rewind(file_.get());
  }

  std::string read() {
    std::rewind(file_.get());
    std::string bytes;
    std::array<char, 65536> part;
    while (const std::size_t count = std::fread(part.data(), 1, part.size(), file_.get()))
      bytes.append(part.data(), count);
    return bytes;
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

/// What the child process has on its streams 0, 1 and 2.
class Streams {
 public:
  Streams(const NamelessFile& in, const NamelessFile& out, const NamelessFile& err) {
    posix_spawn_file_actions_init(&actions_);
    const std::array files{&in, &out, &err};
    for (int stream = 0; stream < 3; ++stream)
      posix_spawn_file_actions_adddup2(&actions_, files[static_cast<std::size_t>(stream)]->descriptor(), stream);
  }
  ~Streams() { posix_spawn_file_actions_destroy(&actions_); }
  Streams(const Streams&) = delete;
  Streams& operator=(const Streams&) = delete;
  const posix_spawn_file_actions_t* actions() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// Runs the converter, without a shell, on what comes from `in`; returns what it writes.
std::string converted(std::vector<std::string> words, const std::string& in) {
  NamelessFile from, to, complaints;
  from.write(in);
  const Streams streams(from, to, complaints);
  std::vector<char*> arguments;
  words.insert(words.begin(), converter);
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t child = 0;
  if (const int error = ::posix_spawnp(&child, converter, streams.actions(), nullptr, arguments.data(), environ)) {
    if (error == ENOENT)
      throw Failure(
          "rsvg-convert, which makes PNG pictures, is not installed; on Debian and Ubuntu, apt-get install "
          "librsvg2-bin brings it. SVG pictures (--format svg) need nothing");
    throw Failure("rsvg-convert cannot be run: " + std::generic_category().message(error));
  }
  int status = 0;
  while (::waitpid(child, &status, 0) == -1)
    if (errno != EINTR) throw Failure("rsvg-convert was lost: " + std::generic_category().message(errno));
  if (status == 0) return to.read();
  std::string said = complaints.read();
  while (said.ends_with('\n')) said.pop_back();
  said = printable(said, /*keep_newlines=*/true);
  throw Failure("rsvg-convert made no PNG" + (said.empty() ? "" : ": " + said));
}

}  // namespace

void require_svg_to_png() { converted({"--version"}, ""); }

std::string svg_to_png(const std::string& svg) {
  std::string png = converted({"--format", "png", "--zoom", "3"}, svg);
  if (!png.starts_with("\x89PNG")) throw Failure("rsvg-convert made no PNG, though it says so");
  return png;
}

}  // namespace mlp
