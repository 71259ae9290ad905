#pragma once
// A text that is read from its start to its end, of which only a window is in memory: so a file of any size takes the
// memory of a block, and each block is still in the processor's cache when it is read as text.

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "mlp/core/files.h"

namespace mlp {

class TextWindow {
 public:
  /// A text that is in memory as a whole; it must outlive the window.
  explicit TextWindow(std::string_view whole) : text_(whole) {}

  /// The text of a file; of one that is gzip, decompressed, and that is in memory as a whole. `block` is how many bytes
  /// are read at once; of 4 the first window tells what the text is. Throws InputError as read_data_file does.
  explicit TextWindow(const std::filesystem::path& path, std::size_t block = std::size_t{1} << 18);

  TextWindow(const TextWindow&) = delete;
  TextWindow& operator=(const TextWindow&) = delete;

  /// What is in memory; at first the text's start.
  std::string_view text() const { return text_; }

  /// False once text() goes to the end of the text.
  bool has_more() const { return file_ != nullptr; }

  /// How many bytes are likely to follow the window; 0 where nobody knows.
  std::size_t bytes_to_come() const;

  /// Drops the first `count` bytes of text() and reads a block more, or so much that text() doubles. Views of the text
  /// are no longer valid.
  void move(std::size_t count);

 private:
  void read_block(std::size_t kept);

  std::unique_ptr<FileReader> file_;  // null where nothing is to come
  std::size_t block_ = 0, bytes_read_ = 0;
  std::string memory_;  // its first part is the window
  std::string_view text_;
};

}  // namespace mlp
