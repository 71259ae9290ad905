#pragma once
// Some lines of a CSV file, read by one thread while others read the next. Only plain rows are: the first that is not
// as expected, and whatever follows it, is left to be read in order, and so are messages.

#include <string>
#include <string_view>
#include <vector>

#include "mlp/core/types.h"
#include "mlp/data/csv_columns.h"
#include "mlp/data/plain_row.h"

namespace mlp {

/// Many short texts, one after the other in one.
class TextList {
 public:
  void add(std::string_view text);
  void add(const TextList& others);
  void clear();
  std::vector<std::string> texts() const;

 private:
  std::string letters_;
  std::vector<std::size_t> ends_;
};

/// The targets of some rows.
struct TargetColumns {
  std::vector<double> numbers;  // row after row
  TextList names;               // of a single target column: its text, in case it holds names

  void add(const TargetColumns& others);
  void clear();
};

/// What is known already, of which only the first is told.
struct TargetsTold {
  bool name, inexact;  // where there is one; a number that has too many digits
};

class CsvPiece {
 public:
  /// The layout must outlive it.
  CsvPiece(const PlainRow& row, const CsvLayout& layout) : row_(row), layout_(layout) {}

  /// Whole lines to read, in which each \n ends a row.
  void take(std::string_view lines);

  /// Finds out how many they are. Several pieces may at once.
  void count_lines();

  /// What it found.
  Index lines() const { return lines_; }

  /// Writes features behind one another, at most lines() rows of them. A single target may be a name or a number of
  /// too many digits only where such a one has been told of.
  void read(double* features, const TargetsTold& told);

  /// True where all has been read.
  bool is_done() const { return at_ == end_ && rows_ == lines_; }

  /// What has been read, and what is left of the lines.
  Index rows() const { return rows_; }
  const TargetColumns& targets() const { return targets_; }
  const char* rest() const { return at_; }

 private:
  bool read_targets(const TargetsTold& told);

  PlainRow row_;
  const CsvLayout& layout_;
  const char *at_ = nullptr, *end_ = nullptr;
  Index lines_ = 0, rows_ = 0;
  TargetColumns targets_;
};

}  // namespace mlp
