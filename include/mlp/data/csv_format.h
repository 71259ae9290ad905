#pragma once
// How tables of numbers are written as text: apart from the columns, which are the source's business.

namespace mlp {

/// What becomes of a row in which a value is missing.
enum class MissingValues {
  error,
  drop,  // the row is left out
  mean   // a feature becomes the mean of those of the training part; a target is an error
};

/// How a CSV file is written.
struct CsvFormat {
  char delimiter = ',';
  bool header = true;  // the first line names the columns
  MissingValues missing = MissingValues::error;
};

}  // namespace mlp
