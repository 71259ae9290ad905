#include "excerpt.h"

#include <algorithm>

#include "mlp/config/problems.h"
#include "mlp/core/text_width.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

constexpr std::size_t longest_line = 100;   // columns shown of a line
constexpr std::size_t context_before = 40;  // columns shown before the caret where a line must be cut

/// One character of a line as the terminal shows it.
struct Cell {
  std::string text;
  std::size_t width;
  bool marked;
};

Cell cell_of(std::string_view text, std::size_t at, CodePoint c, bool marked) {
  if (c.value == U'\t') return {" ", 1, marked};
  if (!c.valid || is_control(c.value)) return {"?", 1, marked};
  const std::string_view character = text.substr(at, c.bytes);
  return {std::string(character), columns_of(character), marked};
}

std::vector<Cell> cells_of(const Place& place) {
  const std::string_view text = place.text->text;
  const std::size_t start = std::min(place.offset, text.size());
  const std::size_t before = text.substr(0, start).rfind('\n');
  std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  if (begin == 0 && text.starts_with("\xEF\xBB\xBF")) begin = 3;
  std::size_t end = std::min(text.find('\n', start), text.size());
  if (end > begin && text[end - 1] == '\r') --end;
  std::vector<Cell> cells;
  for (std::size_t at = begin; at < end;) {
    const CodePoint c = first_code_point(text.substr(at));
    cells.push_back(cell_of(text, at, c, at >= start && at < start + std::max<std::size_t>(place.length, 1)));
    at += c.bytes;
  }
  if (start >= end) cells.push_back({"", 1, true});  // something is missing at the end of the line
  return cells;
}

std::size_t width(const std::vector<Cell>& cells) {
  std::size_t sum = 0;
  for (const Cell& cell : cells) sum += cell.width;
  return sum;
}

// Keeps a stretch of at most `longest_line` columns that has the first marked cell in it.
std::vector<Cell> cut(std::vector<Cell> cells) {
  if (width(cells) <= longest_line) return cells;
  const auto caret = std::ranges::find(cells, true, &Cell::marked);
  if (caret - cells.begin() > static_cast<std::ptrdiff_t>(longest_line - context_before)) {
    cells.erase(cells.begin(), caret - static_cast<std::ptrdiff_t>(context_before));
    cells.insert(cells.begin(), {"…", 1, false});
  }
  std::size_t columns = 0;
  const auto end = std::ranges::find_if(cells, [&columns](const Cell& cell) {
    columns += cell.width;
    return columns > longest_line - 1;
  });
  if (end == cells.end()) return cells;
  cells.erase(end, cells.end());
  cells.push_back({"…", 1, false});
  return cells;
}

}  // namespace

std::string excerpt(const Place& place) {
  std::string line, marks;
  bool first = true;
  for (const Cell& cell : cut(cells_of(place))) {
    line += cell.text;
    const char mark = !cell.marked ? ' ' : '~';
    std::string under(cell.width, mark);
    if (cell.marked && first && !under.empty()) {
      under[0] = '^';
      first = false;
    }
    marks += under;
  }
  marks.erase(marks.find_last_not_of(' ') + 1);
  if (place.text->is_option) return "  " + line + "\n  " + marks;
  const std::string number = std::to_string(line_and_column(place).line);
  const std::string margin = number.size() < 4 ? std::string(4 - number.size(), ' ') : "";
  return margin + number + " | " + line + "\n" + margin + std::string(number.size(), ' ') + " | " + marks;
}

}  // namespace mlp
