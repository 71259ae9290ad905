#pragma once
// How tables of numbers are written as text: apart from the columns, which are the source's business.

namespace mlp {

/// How a CSV file is written.
struct CsvFormat {
  char delimiter = ',';
  bool header = true;  // the first line names the columns
};

}  // namespace mlp
