#pragma once
// Cutting CSV text into rows of fields, as RFC 4180 has it: a field in double quotes may hold delimiters, line ends and
// doubled quotes. Lines end with \n, \r\n or \r; empty ones are skipped. Beyond the RFC, spaces around a field do not
// belong to it unless they are quoted, and a UTF-8 byte order mark at the start is ignored.
//
// Rows of nothing but numbers, which is what large files hold, are read in one go: see expect_numbers.

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mlp/core/types.h"
#include "mlp/data/plain_row.h"
#include "mlp/data/text_window.h"

namespace mlp {

class CsvReader {
 public:
  /// `name` is the file's, for messages. Throws InputError where text or delimiter cannot be CSV (a spreadsheet).
  CsvReader(std::unique_ptr<TextWindow> text, char delimiter, std::string name);

  /// The same for a text in memory, which must outlive the reader.
  CsvReader(std::string_view text, char delimiter, std::string name)
      : CsvReader(std::make_unique<TextWindow>(text), delimiter, std::move(name)) {}

  /// From now on rows have so many columns, and those that are true hold numbers. A row for which that is so, without
  /// quotes, is read at once; any other is cut into fields all the same.
  void expect_numbers(const std::vector<bool>& columns) { plain_ = PlainRow(delimiter_, columns); }

  /// Goes to the next row; false at the end. Throws InputError for quotes that are never closed or closed too early,
  /// and for text that is not UTF-8 or has a zero byte (as soon as it is in memory).
  bool next();

  /// Goes back to where the current row starts: it will be the next one.
  void go_back();

  /// The current row; valid until the next one.
  std::span<const std::string_view> fields() const { return is_plain_ ? plain_.fields() : fields_; }

  /// One for each of its fields, where the current row is as expect_numbers says, 0 in columns that hold no numbers;
  /// none for other rows, which may yet have numbers in all of their fields ("+1").
  std::span<const double> numbers() const { return is_plain_ ? plain_.numbers() : std::span<const double>(); }

  /// The lines that follow the current row, those of them that are in memory as a PlainRow reads them. Whoever has read
  /// some, all plain rows, skips them.
  std::string_view lines() const;
  void skip_lines(Index count, std::size_t bytes);

  /// The line in which the first of them starts.
  Index next_line() const { return line_; }

  /// What reads rows as expect_numbers says.
  const PlainRow& plain_row() const { return plain_; }

  /// How often the text in memory has changed.
  Index windows() const { return windows_; }

  /// The line on which the current row starts, from 1.
  Index line() const { return row_line_; }

  /// About so many rows are to come; at most so many where all of the text is in memory, unless fields hold line ends.
  Index lines_left() const;

  /// About so many bytes are to come.
  std::size_t bytes_left() const;

  const std::string& name() const { return name_; }

  /// "iris.csv:17: " at the current row.
  std::string place() const;

 private:
  void look_at_window();
  bool read_on();
  void check_utf8(std::size_t end);
  [[noreturn]] void refuse_byte(std::size_t place) const;
  bool read_plain_row();
  void read_row();
  std::string_view plain_field();
  std::string_view quoted_field();
  bool at_line_end() const { return at_ == text_.size() || is_line_end(text_[at_]); }
  void skip_spaces();
  void skip_line_end();
  bool is_space(char letter) const { return (letter == ' ' || letter == '\t') && letter != delimiter_; }
  static bool is_line_end(char letter) { return letter == '\n' || letter == '\r'; }

  std::unique_ptr<TextWindow> window_;
  std::string_view text_;  // what the window shows
  char delimiter_;
  std::string name_;
  std::size_t at_ = 0, row_at_ = 0;  // in text_; the latter is where the current row starts
  Index line_ = 1, row_line_ = 0;    // of the two
  std::size_t is_utf8_ = 0;          // text_ is known to be UTF-8 up to here
  std::size_t lines_end_ = 0;        // behind the last line end that has so much behind it as a plain row needs
  Index windows_ = 0;
  std::vector<std::string_view> fields_;  // of the current row, unless it is plain
  PlainRow plain_;
  bool is_plain_ = false;
  std::deque<std::string> unescaped_;  // fields with doubled quotes, which no view of the text can show
};

}  // namespace mlp
