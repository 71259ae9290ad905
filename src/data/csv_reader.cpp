#include "mlp/data/csv_reader.h"

#include <algorithm>
#include <cstdint>

#include "mlp/core/error.h"
#include "mlp/core/utf8.h"
#include "plain_number.h"

namespace mlp {
namespace {

/// std::count, but counted in bytes, of which a vector register holds many.
Index count_of(char letter, std::string_view text) {
  Index count = 0;
  while (!text.empty()) {
    constexpr std::size_t most = 255;  // what a byte can count
    std::uint8_t some = 0;
    for (const char each : text.substr(0, most)) some = static_cast<std::uint8_t>(some + (each == letter ? 1 : 0));
    count += some;
    text.remove_prefix(std::min(most, text.size()));
  }
  return count;
}

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

// Finds how far rows can be read. Nothing in a plain row need ask whether the text ends: it ends with a \n, and the
// readers of numbers may look at 32 letters. What is behind the last \n may be half a letter.
void CsvReader::look_at_window() {
  constexpr std::size_t behind = 32;
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
  check_utf8(at_);
  window_->move(at_);
  is_utf8_ -= at_;
  at_ = 0;
  look_at_window();
  return true;
}

std::string CsvReader::place() const { return name_ + ":" + std::to_string(row_line_) + ": "; }

Index CsvReader::lines_left() const {
  const std::string_view rest = text_.substr(at_);
  const Index lines = 1 + std::max(count_of('\n', rest), count_of('\r', rest));
  if (!window_->has_more()) return lines;
  const double windows = static_cast<double>(window_->bytes_to_come()) / static_cast<double>(rest.size() + 1);
  return lines + static_cast<Index>(1.02 * windows * static_cast<double>(lines));  // a little more than growing later
}

void CsvReader::expect_numbers(std::vector<bool> columns) {
  holds_number_.assign(columns.begin(), columns.end());
  numbers_.assign(columns.size(), 0);
  const bool is_usual = std::string_view(",;\t| ").find(delimiter_) != std::string_view::npos;
  may_be_plain_ = is_usual && std::ranges::count(columns, true) > 0;  // other delimiters may be part of a number
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
  if (!may_be_plain_ || at_ >= lines_end_) return false;
  const char* at = text_.data() + at_;
  const std::size_t columns = holds_number_.size();
  fields_.resize(columns);
  for (std::size_t column = 0;; ++column) {
    const bool is_last = column + 1 == columns, is_number = holds_number_[column] != 0;
    const auto ends_here = [&](char letter) { return is_last ? is_line_end(letter) : letter == delimiter_; };
    const char* const end = is_number ? read_short_number(at, numbers_[column]) : nullptr;
    if (end != nullptr && ends_here(*end)) {
      fields_[column] = {at, end};
      at = end;
    } else {
      const PlainField field = is_number ? plain_number_at(at, numbers_[column]) : plain_text_at(at);
      if (field.end == nullptr || !ends_here(*field.behind)) return false;
      fields_[column] = {field.start, field.end};
      at = field.behind;
    }
    if (is_last) break;
    ++at;
  }
  at_ = static_cast<std::size_t>(at - text_.data());
  skip_line_end();
  return true;
}

CsvReader::PlainField CsvReader::plain_number_at(const char* at, double& value) const {
  while (is_space(*at)) ++at;
  const char* const end = read_plain_number(at, text_.data() + text_.size(), value);
  const char* behind = end;
  while (end != nullptr && is_space(*behind)) ++behind;
  return {at, end, behind};
}

CsvReader::PlainField CsvReader::plain_text_at(const char* at) const {
  while (is_space(*at)) ++at;
  if (*at == '"') return {at, nullptr, nullptr};
  const char* behind = at;
  while (*behind != delimiter_ && !is_line_end(*behind)) ++behind;
  const char* end = behind;
  while (end > at && is_space(end[-1])) --end;
  return {at, end, behind};
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
