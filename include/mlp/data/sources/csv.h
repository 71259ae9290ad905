#pragma once
// Tables of numbers as text: comma-separated values. Each row is a sample. One or more columns are the targets, which
// may be numbers or (of a single column) names of classes; some may be ignored; all others are features, which are
// numbers, or categories where the options say so.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mlp/data/csv_format.h"
#include "mlp/data/source.h"

namespace mlp {

/// A column by its name in the header, or by its place: 0 is the first, -1 the last.
using CsvColumn = std::variant<Index, std::string>;

struct CsvOptions {
  std::filesystem::path path;  // .gz too
  CsvFormat format;
  std::vector<CsvColumn> targets;  // none: the data of an auto-encoder
  std::vector<CsvColumn> ignore;
  std::vector<CsvColumn> categorical = {};  // features that are names
};

/// Columns of a file without header are named column_0, column_1, …
class Csv final : public Source {
 public:
  explicit Csv(CsvOptions options) : options_(std::move(options)) {}
  Table load(std::uint64_t seed) const override;
  SampleFormats sample_formats() const override { return {.csv = options_.format}; }

 private:
  CsvOptions options_;
};

/// The columns that a trained net knows.
struct KnownColumns {
  std::vector<std::string> features;  // columns, in the net's order
  std::vector<std::string> targets;
  bool targets_required = false;  // to measure a net they are; to predict they may be missing, and are not read
  std::vector<std::string> categorical = {};  // those of the features that are names
};

/// Further samples for a trained net, from a CSV file's text; `name` is for messages. With a header, columns are found
/// by their names, in any order, and others are not looked at (so the file may have row numbers or dates that the net
/// never saw). Without a header a file has either the features alone, in the net's order, or the columns of the file
/// that the net was trained on. Throws InputError that names the columns that are missing.
Table csv_samples(std::string_view text, const std::string& name, const CsvFormat& format, const KnownColumns& known);

}  // namespace mlp
