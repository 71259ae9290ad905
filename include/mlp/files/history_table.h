#pragma once
// history.csv read back: for a run that goes on, and for those that look at runs.

#include <string>
#include <string_view>
#include <vector>

#include "mlp/training/trainer.h"

namespace mlp {

struct HistoryTable {
  std::vector<std::string> columns;
  std::vector<HistoryRow> rows;  // each as long as `columns`; nothing where nothing was measured
};

/// The table in the text of a history.csv; a last row that is not whole yet is left out. `path` is for messages. Throws
/// InputError with file and line where the text is no table of numbers.
HistoryTable parse_history_table(std::string_view csv, const std::string& path);

}  // namespace mlp
