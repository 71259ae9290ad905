#pragma once

namespace mlp {

/// How a CSV file is written.
struct CsvFormat {
  char delimiter = ',';
  bool header = true;  // the first line names the columns
};

}  // namespace mlp
