#pragma once
// Cutting CSV text into rows of fields, as RFC 4180 has it: a field in double quotes may hold delimiters, line ends and
// doubled quotes. Lines end with \n, \r\n or \r; empty ones are skipped. Beyond the RFC, spaces around a field do not
// belong to it unless they are quoted, and a UTF-8 byte order mark at the start is ignored.

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

  /// Goes to the next row; false at the end. Throws InputError for quotes that are never closed or closed too early.
  bool next();

  /// The current row. The fields are views of the text and stay valid as long as it (and this reader) does.
  std::span<const std::string_view> fields() const { return fields_; }

  /// The line on which the current row starts, from 1.
  Index line() const { return row_line_; }

  /// At most so many rows are to come, unless fields hold line ends.
  Index lines_left() const;

  const std::string& name() const { return name_; }

  /// "iris.csv:17: " at the current row.
  std::string place() const;

 private:
  void read_row();
  std::string_view plain_field();
  std::string_view quoted_field();
  bool at_line_end() const { return at_ == text_.size() || text_[at_] == '\n' || text_[at_] == '\r'; }
  void skip_spaces();
  void skip_line_end();
  bool is_space(char letter) const { return (letter == ' ' || letter == '\t') && letter != delimiter_; }

  std::string_view text_;
  char delimiter_;
  std::string name_;
  std::size_t at_ = 0;
  Index line_ = 1;      // of text_[at_]
  Index row_line_ = 0;  // where the current row starts
  std::vector<std::string_view> fields_;
  std::deque<std::string> unescaped_;  // fields with doubled quotes, which no view of the text can show
};

}  // namespace mlp
