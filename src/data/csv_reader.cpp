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

}  // namespace

CsvReader::CsvReader(std::string_view text, char delimiter, std::string name)
    : text_(text), delimiter_(delimiter), name_(std::move(name)) {
  if (delimiter == '"' || delimiter == '\n' || delimiter == '\r' || delimiter == '\0')
    throw InputError(name_ + ": a quote, a line end or a zero byte cannot be the delimiter");
  if (text_.starts_with("\xff\xfe") || text_.starts_with("\xfe\xff"))
    throw InputError(name_ + ": the file is UTF-16 text; save it as UTF-8");
  if (const auto zero = text_.substr(0, 4096).find('\0'); zero != std::string_view::npos)
    throw InputError(name_ + ": not a CSV file: it has a zero byte at position " + std::to_string(zero));
  if (const auto bad = first_invalid_utf8(text_); bad != std::string_view::npos)
    throw InputError(name_ + ":" + std::to_string(1 + std::count(text_.begin(), text_.begin() + bad, '\n')) +
                     ": not UTF-8 text (the byte " + printable(text_.substr(bad, 1)) + "); save the file as UTF-8");
  if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
}

std::string CsvReader::place() const { return name_ + ":" + std::to_string(row_line_) + ": "; }

Index CsvReader::lines_left() const {
  const std::string_view rest = text_.substr(at_);
  return 1 + std::max(count_of('\n', rest), count_of('\r', rest));
}

void CsvReader::expect_numbers(std::vector<bool> columns) {
  holds_number_.assign(columns.begin(), columns.end());
  numbers_.assign(columns.size(), 0);
  // Other delimiters may be part of a number. A plain row ends with a \n before the last 32 letters: so nothing in it
  // need ask whether the text ends.
  const bool is_usual = std::string_view(",;\t| ").find(delimiter_) != std::string_view::npos;
  const bool has_numbers = std::ranges::count(columns, true) > 0;
  const std::size_t end = text_.size() < 32 ? std::string_view::npos : text_.rfind('\n', text_.size() - 32);
  plain_end_ = is_usual && has_numbers && end != std::string_view::npos ? end + 1 : 0;
}

bool CsvReader::next() {
  for (;;) {
    if (at_ == text_.size()) return false;
    is_plain_ = read_plain_row();
    if (is_plain_) return true;
    read_row();
    const bool empty_line = fields_.size() == 1 && fields_[0].empty();
    if (!empty_line) return true;
  }
}

// Does what read_row does, for a row as it is expected; false, and nothing done, for any other.
bool CsvReader::read_plain_row() {
  if (at_ >= plain_end_) return false;
  const char* const last = text_.data() + text_.size();
  const char* at = text_.data() + at_;
  const std::size_t columns = holds_number_.size();
  fields_.resize(columns);
  for (std::size_t column = 0;; ++column) {
    while (is_space(*at)) ++at;
    const char* const start = at;
    const char* end = nullptr;
    if (holds_number_[column] != 0) {
      at = end = read_plain_number(start, last, numbers_[column]);
      if (end == nullptr) return false;
      while (is_space(*at)) ++at;
    } else {
      if (*start == '"' || (column == 0 && is_line_end(*start))) return false;
      while (*at != delimiter_ && !is_line_end(*at)) ++at;
      end = at;
      while (end > start && is_space(end[-1])) --end;
    }
    fields_[column] = {start, end};
    const bool is_last = column + 1 == columns;
    if (is_last ? !is_line_end(*at) : *at != delimiter_) return false;
    if (is_last) break;
    ++at;
  }
  row_line_ = line_;
  at_ = static_cast<std::size_t>(at - text_.data());
  skip_line_end();
  return true;
}

void CsvReader::read_row() {
  row_line_ = line_;
  fields_.clear();
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
    if (at_ == text_.size())
      throw InputError(name_ + ":" + std::to_string(first_line) + ": a quote is opened in this line and never closed");
    if (text_[at_] == '\n' || (text_[at_] == '\r' && text_.substr(at_ + 1, 1) != "\n")) ++line_;
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
