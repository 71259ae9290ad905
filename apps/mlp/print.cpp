#include "print.h"

#include <algorithm>
#include <iostream>

#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "mlp/report/spread.h"
#include "mlp/report/terminal.h"

namespace mlp {

void tell(const std::string& message) {
  std::cerr << printable(message, /*keep_newlines=*/true) << (message.ends_with('\n') ? "" : "\n");
}

void print_table(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows) {
  const Terminal terminal = terminal_of(1);
  std::cout << format_table(columns, rows,
                            {.width = terminal.has_width ? terminal.width : 0, .ascii = !terminal.unicode});
}

void print_facts(const std::vector<std::pair<std::string, std::string>>& facts) {
  std::size_t width = 0;
  for (const auto& [name, fact] : facts) width = std::max(width, columns_of(name));
  for (const auto& [name, fact] : facts) std::cout << padded_to(name, width + 2) << printable(fact) << "\n";
}

std::string mean_text(const std::vector<double>& values) {
  const ValueSpread spread = spread_of(values);
  if (spread.count == 0) return "";
  if (spread.count == 1) return rounded(spread.mean, 3);
  return rounded(spread.mean, 3) + (terminal_of(1).unicode ? " ± " : " +- ") + rounded(spread.std, 2);
}

}  // namespace mlp
