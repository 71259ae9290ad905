#pragma once
// Which columns of a CSV file are features and which are targets.

#include <string>
#include <vector>

#include "mlp/data/csv_reader.h"
#include "mlp/data/sources/csv.h"

namespace mlp {

/// A file's columns and the parts they play.
struct CsvLayout {
  std::vector<std::string> names;  // of all columns of the file
  std::vector<Index> features;     // their places in the file, in the table's order
  std::vector<Index> targets;
  std::vector<Index> categorical;  // places in `features`, rising
  MissingValues missing = MissingValues::error;
  bool header = true;
  bool is_for_a_net = false;  // one that is trained: its columns are what they are, whatever the file has
  Index first_line = 1;       // the line whose number of columns all others must have
  std::vector<std::string> warnings;
};

/// What a column is called that has no name of its own.
std::string default_name(std::size_t column);

/// Reads the header, where there is one, from a reader at the start of the file; without one the reader stays there.
/// Throws InputError for an empty file and for two columns of one name.
CsvLayout read_header(CsvReader& reader, const CsvFormat& format);

/// Gives every column its part. Throws InputError for a column that is not there (with the nearest name), has two
/// parts to play, or is written twice, and where no feature is left.
void choose_columns(CsvLayout& layout, const CsvOptions& options);

/// Finds the columns that a trained net knows; `name` is the file's, for messages.
void find_columns(CsvLayout& layout, const KnownColumns& known, const std::string& name);

/// Hints for messages about columns that are not there: the delimiter that a file of a single column seems to have, or
/// nothing; and "the columns are a, b and c".
std::string delimiter_hint(const CsvLayout& layout);
std::string known_names(const CsvLayout& layout);

}  // namespace mlp
