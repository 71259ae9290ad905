#include "mlp/data/text_window.h"

#include <algorithm>
#include <cstring>

#include "mlp/core/memory.h"
#include "mlp/data/data_file.h"

namespace mlp {

TextWindow::TextWindow(const std::filesystem::path& path, std::size_t block) : block_(block) {
  require_data_file(path);
  file_ = std::make_unique<FileReader>(path);
  read_block(0);
  refuse_foreign_file(text_, path.string());
  if (!is_gzip(text_)) return;
  while (has_more()) move(0);
  memory_.resize(text_.size());
  memory_ = gunzipped(memory_, path.string());
  text_ = memory_;
}

std::size_t TextWindow::bytes_to_come() const {
  return has_more() && file_->size() > bytes_read_ ? file_->size() - bytes_read_ : 0;
}

void TextWindow::move(std::size_t count) {
  if (!has_more()) return;
  const std::size_t kept = text_.size() - count;
  std::memmove(memory_.data(), text_.data() + count, kept);
  read_block(kept);
}

void TextWindow::read_block(std::size_t kept) {
  const std::size_t wanted = std::max(block_, kept);
  if (memory_.size() < kept + wanted) {
    require_memory(kept + wanted, "a piece of the text", "Take a smaller file.");
    memory_.resize(kept + wanted);
  }
  const std::size_t got = file_->read(memory_.data() + kept, wanted);
  bytes_read_ += got;
  text_ = std::string_view(memory_).substr(0, kept + got);
  if (got < wanted) file_.reset();
}

}  // namespace mlp
