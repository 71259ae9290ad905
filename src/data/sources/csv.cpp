#include "mlp/data/sources/csv.h"

#include <memory>

#include "mlp/data/csv_columns.h"
#include "mlp/data/csv_values.h"
#include "mlp/data/data_file.h"
#include "mlp/data/text_window.h"

namespace mlp {

Table Csv::load(std::uint64_t) const {
  require_data_file(options_.path, "path");
  CsvReader reader(std::make_unique<TextWindow>(options_.path), options_.format.delimiter, options_.path.string());
  CsvLayout layout = read_header(reader, options_.format);
  choose_columns(layout, options_);
  return read_values(reader, layout, threads_for_csv(reader.bytes_left()));
}

Table csv_samples(std::string_view text, const std::string& name, const CsvFormat& format, const KnownColumns& known) {
  CsvReader reader(text, format.delimiter, name);
  CsvLayout layout = read_header(reader, format);
  find_columns(layout, known, name);
  return read_values(reader, layout, threads_for_csv(reader.bytes_left()));
}

}  // namespace mlp
