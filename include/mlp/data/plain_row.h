#pragma once
// Rows of a CSV file as large files have them: numbers, perhaps names in between, no quotes. Each is read in one go.

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace mlp {

class PlainRow {
 public:
  /// That must be readable behind a row's line, whatever they are: no reader of numbers need ask whether a text ends.
  static constexpr std::size_t letters_behind = 32;

  /// A reader that reads nothing.
  PlainRow() = default;

  /// Rows have a column for each of these; those that are true hold numbers.
  PlainRow(char delimiter, const std::vector<bool>& holds_number);

  /// False where no row can be read.
  bool is_expected() const { return is_expected_; }

  /// Reads the row that begins at `at`, and returns what follows its line end; null where it is not as expected. A \n
  /// must come, and so many letters behind it; `last` is where they end.
  const char* read(const char* at, const char* last);

  /// Of the row that was read; the text must still be there.
  std::span<const std::string_view> fields() const { return fields_; }

  /// One for each field, 0 in columns that hold no numbers.
  std::span<const double> numbers() const { return numbers_; }

 private:
  /// A field without quotes, from `start` to `end`, and what comes behind its spaces; `end` is null where there is
  /// none.
  struct Field {
    const char *start, *end, *behind;
  };
  Field number_at(const char* at, const char* last, double& value) const;
  Field text_at(const char* at) const;
  bool is_space(char letter) const { return (letter == ' ' || letter == '\t') && letter != delimiter_; }

  char delimiter_ = ',';
  bool is_expected_ = false;
  std::vector<char> holds_number_;  // of each column
  std::vector<std::string_view> fields_;
  std::vector<double> numbers_;
};

}  // namespace mlp
