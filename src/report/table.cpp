#include "mlp/report/table.h"

#include <algorithm>
#include <numeric>

namespace mlp {
namespace {

constexpr std::size_t gap = 2, narrowest = 8;

// Shortens the widest left-aligned column, one step at a time, until the table fits or nothing can give way.
void fit(std::vector<std::size_t>& widths, const std::vector<Column>& columns, std::size_t limit) {
  const auto total = [&] { return std::accumulate(widths.begin(), widths.end(), gap * (widths.size() - 1)); };
  while (total() > limit) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i)
      if (columns[i].align == Align::left && widths[i] > narrowest &&
          (widest == widths.size() || widths[i] > widths[widest]))
        widest = i;
    if (widest == widths.size()) return;
    --widths[widest];
  }
}

}  // namespace

std::string format_table(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows,
                         const TableStyle& style) {
  if (columns.empty()) return "";
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    widths.push_back(columns_of(columns[i].name));
    for (const auto& row : rows) widths[i] = std::max(widths[i], columns_of(row[i]));
  }
  if (style.width > 0) fit(widths, columns, style.width);

  std::string text;
  const auto add_line = [&](const auto& cell) {
    std::string line;
    for (std::size_t i = 0; i < columns.size(); ++i) line += (i > 0 ? std::string(gap, ' ') : "") + cell(i);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  };
  const auto padded_cell = [&](const std::string& cell, std::size_t i) {
    return padded_to(cell, widths[i], columns[i].align, style.ascii);
  };
  add_line([&](std::size_t i) { return padded_cell(columns[i].name, i); });
  add_line([&](std::size_t i) {
    std::string rule;
    for (std::size_t column = 0; column < widths[i]; ++column) rule += style.ascii ? "-" : "─";
    return rule;
  });
  for (const auto& row : rows) add_line([&](std::size_t i) { return padded_cell(row[i], i); });
  return text;
}

}  // namespace mlp
