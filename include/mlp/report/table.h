#pragma once
// A table of texts for the terminal.

#include <string>
#include <vector>

#include "mlp/core/text_width.h"

namespace mlp {

struct Column {
  std::string name;
  Align align = Align::left;  // numbers: right
};

struct TableStyle {
  std::size_t width = 0;  // of the terminal in columns; the widest left-aligned columns give way. 0: no limit
  bool ascii = false;     // no character beyond ASCII but those of the cells
};

/// The header, a rule, and the rows (each with as many cells as there are columns), as lines. Control characters in
/// cells are shown, not sent.
std::string format_table(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows,
                         const TableStyle& style = {});

}  // namespace mlp
