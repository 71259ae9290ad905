#include "number_rows.h"

#include <algorithm>

namespace mlp {
namespace {

bool is_number_line(std::string_view line) {
  return !line.empty() && line.find_first_not_of(" 0123456789,") == std::string_view::npos;
}

}  // namespace

std::string with_numbers_in_rows(std::string_view text) {
  std::string result;
  bool in_row = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const bool joins = is_number_line(line) || (in_row && line.find_first_not_of(' ') == line.find(']'));
    if (joins) line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (!result.empty()) result += !joins ? "\n" : result.ends_with(',') ? " " : "";
    result += line;
    in_row = is_number_line(line);
  }
  return result;
}

}  // namespace mlp
