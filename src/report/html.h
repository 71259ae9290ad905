#pragma once
// Text as HTML. Everything that is not the program's own goes through text() or attribute(), so no name from a config
// can become markup or script.

#include <string>
#include <string_view>
#include <vector>

#include "mlp/report/svg.h"

namespace mlp::html {

/// Text for an element or an attribute.
inline std::string text(std::string_view content) { return escape_xml(content); }

/// The same for a text of several lines.
inline std::string lines(std::string_view content) { return escape_xml(content, /*keep_newlines=*/true); }

/// <name>text</name>
std::string element(std::string_view name, std::string_view content);

struct TableCell {
  std::string shown;      // HTML
  std::string sorted_by;  // as text; a number where the column is of numbers. Empty: by what is shown
};

struct TableColumn {
  std::string name;
  bool number = false;
};

/// Plain; with columns that the script makes sortable; or that and, in a narrow window, a block of lines for each row.
/// Plain and sortable ones of many rows scroll in themselves.
enum class TableKind { plain, sortable, stacked };

std::string table(const std::vector<TableColumn>& columns, const std::vector<std::vector<TableCell>>& rows,
                  TableKind kind);

/// A number of so many digits, or a dash; its exact value sorts.
TableCell number_cell(double value, int digits = 4);

/// A whole number with its thousands apart, of so many digits that say something: "7,620,000"; or a dash.
TableCell count_cell(double value, int digits = 15);
TableCell text_cell(std::string_view content);

/// <details> with a summary of plain text.
std::string folded(std::string_view summary, const std::string& content, bool open = false);

}  // namespace mlp::html
