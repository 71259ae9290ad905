#include "mlp/data/csv_reader.h"

#include <algorithm>

#include "count_letter.h"
#include "mlp/core/error.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

/// Whether a line ends with this letter: \n, or a \r that no \n follows.
bool ends_line(std::string_view text, std::size_t at) {
  return text[at] == '\n' || (text[at] == '\r' && text.substr(at + 1, 1) != "\n");
}

Index line_ends_in(std::string_view text) {
  Index count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) count += ends_line(text, i) ? 1 : 0;
  return count;
}

}  // namespace

CsvReader::CsvReader(std::unique_ptr<TextWindow> text, char delimiter, std::string name)
    : window_(std::move(text)), text_(window_->text()), delimiter_(delimiter), name_(std::move(name)) {
  if (delimiter == '"' || delimiter == '\n' || delimiter == '\r' || delimiter == '\0')
    throw InputError(name_ + ": a quote, a line end or a zero byte cannot be the delimiter");
  if (text_.starts_with("PK\x03\x04"))
    throw InputError(name_ + ": the file is a zip archive, as spreadsheets are; save the table as CSV");
  if (text_.starts_with("\xef\xbb\xbf")) at_ = is_utf8_ = 3;
  look_at_window();
}

// Finds how far rows can be read. Nothing in a plain row need ask whether the text ends: it ends with a \n, and
// more letters follow. What is behind the last \n may be half a letter.
void CsvReader::look_at_window() {
  constexpr std::size_t behind = PlainRow::letters_behind;
  text_ = window_->text();
  const std::size_t end = text_.size() < behind ? std::string_view::npos : text_.rfind('\n', text_.size() - behind);
  lines_end_ = end == std::string_view::npos ? 0 : end + 1;
  check_utf8(window_->has_more() ? text_.rfind('\n') + 1 : text_.size());
}

void CsvReader::check_utf8(std::size_t end) {
  if (end <= is_utf8_) return;
  const auto bad = first_byte_of_no_text(text_.substr(is_utf8_, end - is_utf8_));
  if (bad != std::string_view::npos) refuse_byte(is_utf8_ + bad);
  is_utf8_ = end;
}

// What is in memory starts with a line, so that the column can be told.
void CsvReader::refuse_byte(std::size_t place) const {
  const std::string_view before = text_.substr(0, place);
  const Index line = line_ + line_ends_in(text_.substr(at_, place - at_));
  const std::size_t start = before.find_last_of("\n\r") + 1,
                    mark = start == 0 && before.starts_with("\xef\xbb\xbf") ? 3 : 0;
  Index column = 1;
  for (std::size_t i = start + mark; i < place; i += first_code_point(text_.substr(i)).bytes) ++column;
  throw InputError(name_ + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " +
                   (text_[place] == '\0' ? "a zero byte, which no text has: is the file damaged, or none of text?"
                                         : "not UTF-8 text (the byte " + printable(text_.substr(place, 1)) +
                                               "); save the file as UTF-8"));
}

// Moves the window on, to the place of reading; false where there is nothing more.
bool CsvReader::read_on() {
  if (!window_->has_more()) return false;
  ++windows_;
  check_utf8(at_);
  window_->move(at_);
  is_utf8_ -= at_;
  at_ = 0;
  look_at_window();
  return true;
}

std::string CsvReader::place() const { return name_ + ":" + std::to_string(row_line_) + ": "; }

std::size_t CsvReader::bytes_left() const { return text_.size() - at_ + window_->bytes_to_come(); }

Index CsvReader::lines_left() const {
  const std::string_view rest = text_.substr(at_);
  const Index lines = 1 + std::max(count_letter('\n', rest), count_letter('\r', rest));
  if (!window_->has_more()) return lines;
  const double windows = static_cast<double>(window_->bytes_to_come()) / static_cast<double>(rest.size() + 1);
  return lines + static_cast<Index>(1.02 * windows * static_cast<double>(lines));  // a little more than growing later
}

bool CsvReader::next() {
  for (;;) {
    while (window_->has_more() && at_ >= lines_end_) read_on();
    if (at_ == text_.size()) return false;
    row_at_ = at_;
    row_line_ = line_;
    is_plain_ = read_plain_row();
    if (is_plain_) return true;
    read_row();
    if (window_->has_more() && at_ == text_.size()) {  // in the midst of a field in quotes: again, and more of it
      go_back();
      read_on();
      continue;
    }
    const bool empty_line = fields_.size() == 1 && fields_[0].empty();
    if (!empty_line) return true;
  }
}

void CsvReader::go_back() {
  at_ = row_at_;
  line_ = row_line_;
}

// Does what read_row does, for a row as it is expected; false, and nothing done, for any other.
bool CsvReader::read_plain_row() {
  if (!plain_.is_expected() || at_ >= lines_end_) return false;
  const char* const end = plain_.read(text_.data() + at_, text_.data() + text_.size());
  if (end == nullptr) return false;
  at_ = static_cast<std::size_t>(end - text_.data());
  ++line_;
  return true;
}

std::string_view CsvReader::lines() const { return text_.substr(at_, std::max(at_, lines_end_) - at_); }

void CsvReader::skip_lines(Index count, std::size_t bytes) {
  line_ += count;
  at_ += bytes;
}

void CsvReader::read_row() {
  fields_.clear();
  unescaped_.clear();
  for (;;) {
    skip_spaces();
    fields_.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted_field() : plain_field());
    if (at_line_end()) break;
    ++at_;  // the delimiter
  }
  skip_line_end();
}

std::string_view CsvReader::plain_field() {
  const std::string_view rest = text_.substr(at_);
  const auto ends_field = [delimiter = delimiter_](char c) { return c == delimiter || c == '\n' || c == '\r'; };
  std::size_t size = static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), ends_field) - rest.begin());
  at_ += size;
  while (size > 0 && is_space(rest[size - 1])) --size;
  return rest.substr(0, size);
}

std::string_view CsvReader::quoted_field() {
  const std::size_t start = ++at_;
  const Index first_line = line_;
  bool has_doubled = false;
  for (;; ++at_) {
    if (at_ == text_.size() && window_->has_more()) return {};
    if (at_ == text_.size())
      throw InputError(name_ + ":" + std::to_string(first_line) + ": a quote is opened in this line and never closed");
    if (ends_line(text_, at_)) ++line_;
    if (text_[at_] != '"') continue;
    if (text_.substr(at_ + 1, 1) != "\"") break;
    has_doubled = true;
    ++at_;
  }
  const std::string_view field = text_.substr(start, at_ - start);
  ++at_;
  skip_spaces();
  if (!at_line_end() && text_[at_] != delimiter_)
    throw InputError(name_ + ":" + std::to_string(line_) + ": text after a closing quote: \"" + std::string(field) +
                     "\"" + text_[at_] + "…; a quote within quotes is written twice");
  if (!has_doubled) return field;
  std::string& plain = unescaped_.emplace_back();
  for (std::size_t i = 0; i < field.size(); ++i) {
    plain += field[i];
    if (field[i] == '"') ++i;
  }
  return plain;
}

void CsvReader::skip_spaces() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
}

void CsvReader::skip_line_end() {
  if (at_ == text_.size()) return;
  if (text_.substr(at_, 2) == "\r\n") ++at_;
  ++at_;
  ++line_;
}

}  // namespace mlp
