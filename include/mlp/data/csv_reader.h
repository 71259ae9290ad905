#pragma once
// Cutting CSV text into rows of fields, as RFC 4180 has it: a field in double quotes may hold delimiters, line ends and
// doubled quotes. Lines end with \n, \r\n or \r; empty ones are skipped. Beyond the RFC, spaces around a field do not
// belong to it unless they are quoted, and a UTF-8 byte order mark at the start is ignored.
//
// Rows of nothing but numbers, which is what large files hold, are read in one go: see expect_numbers.

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mlp/core/types.h"

namespace mlp {

class CsvReader {
 public:
  /// `text` must outlive the reader; `name` is the file's, for messages. Throws InputError where text or delimiter
  /// cannot be CSV (UTF-16, binary).
  CsvReader(std::string_view text, char delimiter, std::string name);

  /// From now on rows have so many columns, and those that are true hold numbers. A row for which that is so, without
  /// quotes, is read at once; any other is cut into fields all the same.
  void expect_numbers(std::vector<bool> columns);

  /// Goes to the next row; false at the end. Throws InputError for quotes that are never closed or closed too early.
  bool next();

  /// The current row. The fields are views of the text and stay valid as long as it (and this reader) does.
  std::span<const std::string_view> fields() const { return fields_; }

  /// One for each of its fields, where the current row is as expect_numbers says, 0 in columns that hold no numbers;
  /// none for other rows, which may yet have numbers in all of their fields ("+1").
  std::span<const double> numbers() const { return is_plain_ ? numbers_ : std::span<const double>(); }

  /// The line on which the current row starts, from 1.
  Index line() const { return row_line_; }

  /// At most so many rows are to come, unless fields hold line ends.
  Index lines_left() const;

  const std::string& name() const { return name_; }

  /// "iris.csv:17: " at the current row.
  std::string place() const;

 private:
  bool read_plain_row();
  void read_row();
  std::string_view plain_field();
  std::string_view quoted_field();
  bool at_line_end() const { return at_ == text_.size() || is_line_end(text_[at_]); }
  void skip_spaces();
  void skip_line_end();
  bool is_space(char letter) const { return (letter == ' ' || letter == '\t') && letter != delimiter_; }
  static bool is_line_end(char letter) { return letter == '\n' || letter == '\r'; }

  std::string_view text_;
  char delimiter_;
  std::string name_;
  std::size_t at_ = 0;
  Index line_ = 1;      // of text_[at_]
  Index row_line_ = 0;  // where the current row starts
  std::vector<std::string_view> fields_;
  std::size_t plain_end_ = 0;       // up to here rows may be plain; 0 until columns are known to hold numbers
  std::vector<char> holds_number_;  // of each column
  std::vector<double> numbers_;     // of the current row, if it is plain
  bool is_plain_ = false;
  std::deque<std::string> unescaped_;  // fields with doubled quotes, which no view of the text can show
};

}  // namespace mlp
