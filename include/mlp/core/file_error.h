#pragma once
// What every function on files throws when the operating system says no, and the holder of an open file.

#include <filesystem>
#include <string>
#include <utility>

namespace mlp {

/// Throws "cannot ACTION PATH: WHY" for the current errno, e.g. "cannot write runs/x/summary.json: No space left on
/// device". An InputError where the path itself is at fault (missing, a folder, no permission), else a Failure.
[[noreturn]] void throw_file_error(const std::string& action, const std::filesystem::path& path);

/// An open file's number; closes it at the end. Movable, not copyable.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

  /// False where the operating system reports a late error (the file is closed all the same).
  bool close();

 private:
  int number_ = -1;
};

}  // namespace mlp
