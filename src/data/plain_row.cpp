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
    const bool is_last = column + 1 == columns, is_number = holds_number_[column] != 0;
    const auto ends_here = [&](char letter) { return is_last ? is_line_end(letter) : letter == delimiter_; };
    const char* const end = is_number ? read_short_number(at, numbers_[column]) : nullptr;
    if (end != nullptr && ends_here(*end)) {
      fields_[column] = {at, end};
      at = end;
    } else {
      const Field field = is_number ? number_at(at, last, numbers_[column]) : text_at(at);
      if (field.end == nullptr || !ends_here(*field.behind)) return nullptr;
      fields_[column] = {field.start, field.end};
      at = field.behind;
    }
    if (is_last) break;
    ++at;
  }
  return at + (at[0] == '\r' && at[1] == '\n' ? 2 : 1);
}

PlainRow::Field PlainRow::number_at(const char* at, const char* last, double& value) const {
  while (is_space(*at)) ++at;
  const char* const end = read_plain_number(at, last, value);
  const char* behind = end;
  while (end != nullptr && is_space(*behind)) ++behind;
  return {at, end, behind};
}

PlainRow::Field PlainRow::text_at(const char* at) const {
  while (is_space(*at)) ++at;
  if (*at == '"') return {at, nullptr, nullptr};
  const char* behind = at;
  while (*behind != delimiter_ && !is_line_end(*behind)) ++behind;
  const char* end = behind;
  while (end > at && is_space(end[-1])) --end;
  return {at, end, behind};
}

}  // namespace mlp
