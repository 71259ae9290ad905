#include "html.h"

#include <algorithm>
#include <cmath>

#include "mlp/core/numbers.h"

namespace mlp::html {
namespace {

constexpr std::size_t most_rows = 30;  // of a table that does not scroll in itself

}  // namespace

std::string element(std::string_view name, std::string_view content) {
  return "<" + std::string(name) + ">" + text(content) + "</" + std::string(name) + ">";
}

std::string table(const std::vector<TableColumn>& columns, const std::vector<std::vector<TableCell>>& rows,
                  TableKind kind) {
  const bool is_tall = kind != TableKind::stacked && rows.size() > most_rows;
  std::string result =
      is_tall ? "<p class=\"note on-screen\">" + counted(rows.size(), "row") + ": the table scrolls.</p>\n" : "";
  result += std::string("<div class=\"scroll") + (is_tall ? " tall" : "") +
            "\" tabindex=\"0\" role=\"region\" aria-label=\"Table by " + text(columns[0].name) + "\"><table" +
            (kind == TableKind::plain     ? ""
             : kind == TableKind::stacked ? " class=\"sortable stacked\""
                                          : " class=\"sortable\"") +
            "><thead><tr>";
  for (const TableColumn& column : columns)
    result += std::string("<th scope=\"col\"") + (column.number ? " class=\"number\"" : "") + ">" + text(column.name) +
              "</th>";
  result += "</tr></thead><tbody>\n";
  for (const auto& row : rows) {
    result += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      result += "<td";
      if (columns[i].number) result += " class=\"number\"";
      if (kind == TableKind::stacked) result += " data-label=\"" + text(columns[i].name) + "\"";
      if (!row[i].sorted_by.empty()) result += " data-sort=\"" + text(row[i].sorted_by) + "\"";
      result += ">" + row[i].shown + "</td>";
    }
    result += "</tr>\n";
  }
  return result + "</tbody></table></div>\n";
}

TableCell number_cell(double value, int digits) {
  if (!std::isfinite(value)) return {"–", "nan"};
  return {text(rounded(value, digits)), shortest(value)};
}

TableCell count_cell(double value, int digits) {
  if (!std::isfinite(value) || std::abs(value) >= 1e15) return number_cell(value, digits);
  const int places = value == 0 ? 1 : static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  const double unit = std::pow(10, std::max(0, places - digits));
  return {text(grouped(std::llround(std::round(value / unit) * unit))), shortest(value)};
}

TableCell text_cell(std::string_view content) { return {text(content), ""}; }

std::string folded(std::string_view summary, const std::string& content, bool open) {
  return std::string("<details") + (open ? " open" : "") + "><summary>" + text(summary) + "</summary>\n" + content +
         "</details>\n";
}

}  // namespace mlp::html
