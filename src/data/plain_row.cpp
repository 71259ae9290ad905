#include "mlp/data/plain_row.h"

#include <algorithm>

#include "plain_number.h"

namespace mlp {
namespace {

bool is_line_end(char letter) { return letter == '\n' || letter == '\r'; }

}  // namespace

PlainRow::PlainRow(char delimiter, const std::vector<bool>& holds_number)
    : delimiter_(delimiter),
      holds_number_(holds_number.begin(), holds_number.end()),
      fields_(holds_number.size()),
      numbers_(holds_number.size(), 0) {
  const bool is_usual = std::string_view(",;\t| ").find(delimiter) != std::string_view::npos;
  is_expected_ = is_usual && std::ranges::count(holds_number, true) > 0;  // other delimiters may be part of a number
}

const char* PlainRow::read(const char* at, const char* last) {
  const std::size_t columns = holds_number_.size();
  for (std::size_t column = 0;; ++column) {
    const bool is_last = column + 1 == columns;
    const auto ends_here = [&](char letter) { return is_last ? is_line_end(letter) : letter == delimiter_; };
    const char *start = at, *end = nullptr;
    if (holds_number_[column] != 0) end = read_short_number(at, numbers_[column]);
    if (end != nullptr && ends_here(*end)) {
      at = end;
    } else {
      while (is_space(*at)) ++at;
      start = at;
      if (holds_number_[column] != 0) {
        at = end = read_plain_number(start, last, numbers_[column]);
        if (end == nullptr) return nullptr;
        while (is_space(*at)) ++at;
      } else {
        if (*start == '"' || (column == 0 && is_line_end(*start))) return nullptr;
        while (*at != delimiter_ && !is_line_end(*at)) ++at;
        end = at;
        while (end > start && is_space(end[-1])) --end;
      }
      if (!ends_here(*at)) return nullptr;
    }
    fields_[column] = {start, end};
    if (is_last) break;
    ++at;
  }
  return at + (at[0] == '\r' && at[1] == '\n' ? 2 : 1);
}

}  // namespace mlp
