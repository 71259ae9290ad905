#pragma once
// The program's own CSV files, written and read back: commas, quotes as in RFC 4180, whole rows only. (The user's
// files, which may come in any dialect: data/csv_reader.h.)

#include <string>
#include <string_view>
#include <vector>

namespace mlp {

/// The rows of the text, all as long as the first. What follows the last line end is a row still being written, and
/// left out. Throws InputError "PATH:LINE: expected 5 columns as in line 1, found 4".
std::vector<std::vector<std::string>> csv_rows(std::string_view text, const std::string& path);

/// A cell as a number: not-a-number where it is empty or says "nan". Throws InputError "PATH:LINE: …".
double csv_number(const std::string& cell, const std::string& path, std::size_t line);

/// A text as a cell: in quotes where it needs them.
std::string csv_cell(std::string_view text);

/// Such cells with commas between them, and a line end.
std::string csv_line(const std::vector<std::string>& cells);

}  // namespace mlp
