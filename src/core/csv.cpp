#include "mlp/core/csv.h"

#include <limits>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

std::string at_line(const std::string& path, std::size_t line) { return path + ":" + std::to_string(line) + ": "; }

}  // namespace

std::vector<std::vector<std::string>> csv_rows(std::string_view text, const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    if (letter == '"') {
      // Two quotes inside quotes stand for one.
      if (quoted && at + 1 < text.size() && text[at + 1] == '"')
        row.back() += text[++at];
      else
        quoted = !quoted;
    } else if (quoted || (letter != ',' && letter != '\n')) {
      row.back() += letter;
    } else if (letter == ',') {
      row.emplace_back();
    } else {
      if (!rows.empty() && row.size() != rows.front().size())
        throw InputError(at_line(path, rows.size() + 1) + "expected " + std::to_string(rows.front().size()) +
                         " columns as in line 1, found " + std::to_string(row.size()));
      rows.push_back(std::move(row));
      row.assign(1, "");
    }
  }
  return rows;
}

double csv_number(const std::string& cell, const std::string& path, std::size_t line) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (cell.empty() || cell == "nan" || cell == "-nan") return std::numeric_limits<double>::quiet_NaN();
  if (cell == "inf" || cell == "-inf") return cell == "inf" ? infinity : -infinity;
  if (const auto number = read_number(cell)) return *number;
  throw InputError(at_line(path, line) + "\"" + printable(cell) + "\" is not a number");
}

std::string csv_cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char letter : text) {
    if (letter == '"') cell += '"';
    cell += letter;
  }
  return cell + "\"";
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i > 0 ? "," : "") + csv_cell(cells[i]);
  return line + "\n";
}

}  // namespace mlp
