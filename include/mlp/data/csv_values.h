#pragma once
// The rows of a CSV file as numbers and names.

#include <cstddef>

#include "mlp/data/csv_columns.h"
#include "mlp/data/csv_reader.h"
#include "mlp/data/source.h"

namespace mlp {

/// Reads all rows from the reader's place on. Throws InputError with file and line for a row with a wrong number of
/// columns, a missing value (unless layout.missing says what becomes of it), text where a number belongs, and a file
/// without rows. The number of threads changes neither the table nor the messages.
Table read_values(CsvReader& reader, const CsvLayout& layout, int threads);

/// How many threads had better read so much text.
int threads_for_csv(std::size_t bytes);

/// True for what people write where a value is missing: nothing, NA, N/A, nan, null, none, ? (in any case).
bool is_missing(std::string_view field);

}  // namespace mlp
