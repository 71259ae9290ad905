#include "mlp/data/csv_values.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

// A cell as a message shows it.
std::string shown(std::string_view field) {
  constexpr std::size_t longest = 40;
  return "\"" + printable(field.substr(0, longest)) + (field.size() > longest ? "…\"" : "\"");
}

// Columns of numbers that grow row by row: (columns × rows), so that each row of the file is contiguous.
class GrowingMatrix {
 public:
  GrowingMatrix(Index columns, Index expected_rows, std::string file) : file_(std::move(file)) {
    reserve(columns, expected_rows);
  }

  double* new_row() {
    if (rows_ == values_.cols()) reserve(values_.rows(), 2 * rows_);
    return values_.col(rows_++).data();
  }

  Matrix<double> take() {
    values_.conservativeResize(Eigen::NoChange, rows_);
    return std::move(values_);
  }

 private:
  void reserve(Index columns, Index rows) {
    require_memory(saturating_product(static_cast<std::uint64_t>(columns), 8 * static_cast<std::uint64_t>(rows)),
                   file_ + ": a table of " + grouped(rows) + " rows", "Use a part of the file.");
    values_.conservativeResize(columns, rows);
  }

  Matrix<double> values_;
  Index rows_ = 0;
  std::string file_;
};

// Reads the rows and keeps what the table is made of.
class ValueReader {
 public:
  ValueReader(CsvReader& reader, const CsvLayout& layout)
      : reader_(reader),
        layout_(layout),
        features_(static_cast<Index>(layout.features.size()), reader.lines_left(), reader.name()) {}

  Table read();

 private:
  void check_width() const;
  double number(Index column) const;
  void read_targets();
  [[noreturn]] void refuse(Index column, const std::string& problem, const std::string& remedy) const;
  [[noreturn]] void refuse_missing(Index column) const;
  [[noreturn]] void refuse_text(Index column) const;
  Targets targets();

  std::string_view field(Index column) const { return reader_.fields()[static_cast<std::size_t>(column)]; }
  const std::string& name(Index column) const { return layout_.names[static_cast<std::size_t>(column)]; }

  CsvReader& reader_;
  const CsvLayout& layout_;
  GrowingMatrix features_;
  std::vector<double> target_numbers_;          // row after row
  std::vector<std::string_view> target_names_;  // of a single target column: its text, in case it holds names
  std::string first_text_;                      // where it is no number
};

Table ValueReader::read() {
  bool any = false;
  while (reader_.next()) {
    check_width();
    double* row = features_.new_row();
    for (const Index column : layout_.features) *row++ = number(column);
    read_targets();
    any = true;
  }
  if (!any) throw InputError(reader_.name() + ": the file has a header but no rows of data");
  Table table;
  table.features = features_.take();
  table.targets = targets();
  for (const Index column : layout_.features) table.feature_names.push_back(name(column));
  for (const Index column : layout_.targets) table.target_names.push_back(name(column));
  table.origin = reader_.name();
  table.warnings = layout_.warnings;
  return table;
}

void ValueReader::check_width() const {
  const std::size_t expected = layout_.names.size(), found = reader_.fields().size();
  if (found == expected) return;
  throw InputError(reader_.place() + "expected " + std::to_string(expected) + (expected == 1 ? " column" : " columns") +
                   " as in line " + std::to_string(layout_.first_line) + ", found " + std::to_string(found));
}

double ValueReader::number(Index column) const {
  const auto value = read_number(field(column));
  if (!value) refuse_text(column);
  return *value;
}

void ValueReader::read_targets() {
  const bool may_be_names = layout_.targets.size() == 1;
  for (const Index column : layout_.targets) {
    if (is_missing(field(column))) refuse_missing(column);
    const auto value = read_number(field(column));
    if (!value && !may_be_names) refuse_text(column);
    if (!value && first_text_.empty())
      first_text_ = reader_.place() + "column \"" + name(column) + "\": " + shown(field(column)) + " is not a number";
    target_numbers_.push_back(value.value_or(0));
    if (may_be_names) target_names_.push_back(field(column));
  }
}

void ValueReader::refuse(Index column, const std::string& problem, const std::string& remedy) const {
  throw InputError(reader_.place() + "column \"" + name(column) + "\": " + problem + "; " + remedy);
}

void ValueReader::refuse_missing(Index column) const {
  const std::string_view text = field(column);
  refuse(column, text.empty() ? "the value is missing" : "the value is missing (" + shown(text) + ")",
         "fill it in or delete the row");
}

void ValueReader::refuse_text(Index column) const {
  const std::string_view text = field(column);
  if (is_missing(text)) refuse_missing(column);
  std::string with_point(text);
  std::replace(with_point.begin(), with_point.end(), ',', '.');
  std::string remedy = "every feature must be a number (\"ignore\" leaves a column out)";
  if (std::find(layout_.targets.begin(), layout_.targets.end(), column) != layout_.targets.end())
    remedy = "of several targets each must be a number";
  if (read_number(with_point)) remedy = "decimals are written with a point";
  if (!layout_.header && reader_.line() == layout_.first_line)
    remedy = "if this line names the columns, write \"header\": true";
  refuse(column, shown(text) + " is not a finite number", remedy);
}

Targets ValueReader::targets() {
  if (layout_.targets.empty()) return NoTargets{};
  if (!first_text_.empty()) return NamedTargets{{target_names_.begin(), target_names_.end()}, std::move(first_text_)};
  const Index columns = static_cast<Index>(layout_.targets.size());
  return NumericTargets{Eigen::Map<const Matrix<double>>(target_numbers_.data(), columns,
                                                         static_cast<Index>(target_numbers_.size()) / columns)};
}

}  // namespace

bool is_missing(std::string_view field) {
  constexpr std::size_t longest = 4;
  if (field.size() > longest) return false;
  std::string lower;
  for (const char letter : field) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  static constexpr std::array<std::string_view, 7> spellings{"", "na", "n/a", "nan", "null", "none", "?"};
  return std::find(spellings.begin(), spellings.end(), lower) != spellings.end();
}

Table read_values(CsvReader& reader, const CsvLayout& layout) { return ValueReader(reader, layout).read(); }

}  // namespace mlp
