#include "mlp/files/history_table.h"

#include <utility>

#include "mlp/core/csv.h"

namespace mlp {

HistoryTable parse_history_table(std::string_view csv, const std::string& path) {
  auto lines = csv_rows(csv, path);
  if (lines.empty()) return {};
  HistoryTable table{std::move(lines[0]), {}};
  for (std::size_t i = 1; i < lines.size(); ++i) {
    HistoryRow& row = table.rows.emplace_back();
    for (const std::string& cell : lines[i])
      row.push_back(cell.empty() ? std::nullopt : std::optional(csv_number(cell, path, i + 1)));
  }
  return table;
}

}  // namespace mlp
