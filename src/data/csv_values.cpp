#include "mlp/data/csv_values.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "csv_piece.h"
#include "growing_matrix.h"
#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/core/parallel.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

// Texts and their numbers, found without a copy of the text.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};
using Codes = std::unordered_map<std::string, double, TextHash, std::equal_to<>>;

// A file as large as this is worth threads; a piece is read in some 100 µs.
constexpr std::size_t worth_sharing = std::size_t{1} << 20, smallest_piece = std::size_t{1} << 15;
// More threads would wait for the one that fetches the text.
constexpr int most_threads = 4;
// Floating-point operations that take as long as to read a letter, and to look for one.
constexpr double work_of_letter = 100, work_of_search = 10;

// Reads the rows and keeps what the table is made of. Where all is numbers, several threads share the lines that are in
// memory: a row that is not as expected, and all that follows it there, is read again by one thread, in order, so that
// neither table nor messages depend on the number of threads.
class ValueReader {
 public:
  ValueReader(CsvReader& reader, const CsvLayout& layout, int threads)
      : reader_(reader),
        layout_(layout),
        features_(static_cast<Index>(layout.features.size()), reader.lines_left(), reader.name()),
        codes_(layout.categorical.size()),
        missing_(layout.features.size()),
        places_(reader.name()),
        threads_(threads) {
    for (const Index i : layout.categorical)
      categorical_.push_back({name(layout.features[static_cast<std::size_t>(i)]), i, {}, {}});
    std::vector<bool> holds_number(layout.names.size(), false);
    for (const Index column : layout.features) holds_number[static_cast<std::size_t>(column)] = true;
    for (const Index i : layout.categorical)
      holds_number[static_cast<std::size_t>(layout.features[static_cast<std::size_t>(i)])] = false;
    reader_.expect_numbers(holds_number);
    for (int i = 0; i < threads_.count(); ++i) pieces_.emplace_back(reader_.plain_row(), layout_);
  }

  Table read();

 private:
  void read_lines();
  std::vector<Index> cut(std::string_view lines);
  void check_width() const;
  bool lacks_value() const;
  bool is_categorical(Index feature) const;
  void read_features();
  double category(std::size_t which, std::string_view value);
  void read_targets();
  [[noreturn]] void refuse(Index column, const std::string& problem, const std::string& remedy) const;
  [[noreturn]] void refuse_missing(Index column) const;
  [[noreturn]] void refuse_text(Index column) const;
  Targets targets();
  std::vector<std::string> warnings() const;

  bool is_target(Index column) const { return std::ranges::find(layout_.targets, column) != layout_.targets.end(); }
  std::string_view field(Index column) const { return reader_.fields()[static_cast<std::size_t>(column)]; }
  const std::string& name(Index column) const { return layout_.names[static_cast<std::size_t>(column)]; }

  CsvReader& reader_;
  const CsvLayout& layout_;
  GrowingMatrix features_;
  std::vector<CategoricalColumn> categorical_;
  std::vector<Codes> codes_;    // of the values of each categorical column
  std::vector<Index> missing_;  // values of each feature
  Index rows_ = 0, dropped_ = 0;
  TargetColumns targets_;
  std::string first_text_;     // where a target is no number
  std::string first_inexact_;  // where it is one of too many digits
  SamplePlaces places_;
  Threads threads_;
  std::vector<CsvPiece> pieces_;  // one for each
  Index window_ = -1;             // that threads have shared
};

Table ValueReader::read() {
  while (reader_.next()) {
    check_width();
    ++rows_;
    if (layout_.missing == MissingValues::drop && lacks_value()) {
      ++dropped_;
      continue;
    }
    places_.add(reader_.line());
    read_features();
    read_targets();
    read_lines();
  }
  if (rows_ == 0) throw InputError(reader_.name() + ": the file has a header but no rows of data");
  if (rows_ == dropped_) throw InputError(reader_.name() + ": every row has a missing value, so that none is left");
  Table table;
  table.features = features_.take();
  table.targets = targets();
  for (const Index column : layout_.features) table.feature_names.push_back(name(column));
  for (const Index column : layout_.targets) table.target_names.push_back(name(column));
  table.origin = reader_.name();
  table.places = std::move(places_);
  table.fills_missing = layout_.missing == MissingValues::mean;
  table.warnings = warnings();
  table.categorical = std::move(categorical_);
  return table;
}

// Once for each text in memory.
void ValueReader::read_lines() {
  if (pieces_.size() == 1 || !categorical_.empty() || !reader_.plain_row().is_expected()) return;
  if (reader_.windows() == window_) return;
  window_ = reader_.windows();
  const std::string_view lines = reader_.lines();
  if (lines.size() / pieces_.size() < smallest_piece) return;
  const std::vector<Index> ends = cut(lines);
  double* const features = features_.new_rows(ends.back());
  const TargetsTold told{!first_text_.empty(), !first_inexact_.empty()};
  threads_.for_each(std::ssize(pieces_), work_of_letter * static_cast<double>(lines.size()), [&](Index i) {
    const std::size_t piece = static_cast<std::size_t>(i);
    const Index first = ends[piece] - pieces_[piece].lines();
    pieces_[piece].read(features + first * std::ssize(layout_.features), told);
  });
  Index rows = 0;
  const char* rest = lines.data();
  for (const CsvPiece& piece : pieces_) {
    rows += piece.rows();
    targets_.add(piece.targets());
    rest = piece.rest();
    if (!piece.is_done()) break;
  }
  features_.drop_rows(ends.back() - rows);
  for (Index row = 0; row < rows; ++row) places_.add(reader_.next_line() + row);
  rows_ += rows;
  reader_.skip_lines(rows, static_cast<std::size_t>(rest - lines.data()));
}

// Gives each piece its lines. Returns how many lines there are up to the end of each.
std::vector<Index> ValueReader::cut(std::string_view lines) {
  std::size_t left = pieces_.size();
  const double work = work_of_search * static_cast<double>(lines.size());
  for (CsvPiece& piece : pieces_) {
    const std::size_t size = left == 1 ? lines.size() : lines.find('\n', lines.size() / left) + 1;
    piece.take(lines.substr(0, size));
    lines.remove_prefix(size);
    --left;
  }
  threads_.for_each(std::ssize(pieces_), work, [&](Index i) { pieces_[static_cast<std::size_t>(i)].count_lines(); });
  std::vector<Index> ends;
  Index end = 0;
  for (const CsvPiece& piece : pieces_) ends.push_back(end += piece.lines());
  return ends;
}

bool ValueReader::is_categorical(Index feature) const {
  return std::ranges::find(categorical_, feature, &CategoricalColumn::first) != categorical_.end();
}

bool ValueReader::lacks_value() const {
  const auto lacks = [this](Index column) { return is_missing(field(column)); };
  return std::ranges::any_of(layout_.features, lacks) || std::ranges::any_of(layout_.targets, lacks);
}

void ValueReader::read_features() {
  double* row = features_.new_row();
  const std::span<const double> numbers = reader_.numbers();
  if (!numbers.empty() && categorical_.empty()) {
    for (const Index column : layout_.features) *row++ = numbers[static_cast<std::size_t>(column)];
    return;
  }
  std::size_t next = 0;  // of the categorical columns
  for (std::size_t i = 0; i < layout_.features.size(); ++i) {
    const Index column = layout_.features[i];
    const bool is_category = next < categorical_.size() && categorical_[next].first == static_cast<Index>(i);
    const std::size_t which = is_category ? next++ : 0;
    if (const auto value = is_category ? std::nullopt : read_number(field(column))) {
      *row++ = *value;
    } else if (is_missing(field(column))) {
      if (layout_.missing != MissingValues::mean) refuse_missing(column);
      ++missing_[i];
      *row++ = std::numeric_limits<double>::quiet_NaN();
    } else {
      if (!is_category) refuse_text(column);
      *row++ = category(which, field(column));
    }
  }
}

// Names are numbered as they come.
double ValueReader::category(std::size_t which, std::string_view value) {
  Codes& codes = codes_[which];
  if (const auto known = codes.find(value); known != codes.end()) return known->second;
  categorical_[which].values.emplace_back(value);
  categorical_[which].first_places.push_back(reader_.place());
  return codes.emplace(value, static_cast<double>(codes.size())).first->second;
}

void ValueReader::check_width() const {
  const std::size_t expected = layout_.names.size(), found = reader_.fields().size();
  if (found == expected) return;
  // Some programs end each line with a delimiter, but not the header, or the other way round.
  const bool ends_with_one = found == expected + 1 && reader_.fields().back().empty();
  const bool first_ends_with_one = found + 1 == expected && layout_.names.back() == default_name(found);
  const std::string remedy = ends_with_one         ? "; this line ends with a delimiter, and that one does not"
                             : first_ends_with_one ? "; that line ends with a delimiter, and this one does not"
                                                   : "";
  throw InputError(reader_.place() + "expected " + std::to_string(expected) + (expected == 1 ? " column" : " columns") +
                   " as in line " + std::to_string(layout_.first_line) + ", found " + std::to_string(found) + remedy);
}

void ValueReader::read_targets() {
  const bool may_be_names = layout_.targets.size() == 1;
  for (const Index column : layout_.targets) {
    const auto value = read_number(field(column));
    if (!value && is_missing(field(column))) refuse_missing(column);
    if (!value && !may_be_names) refuse_text(column);
    if (!value && first_text_.empty())
      first_text_ = reader_.place() + "column \"" + name(column) + "\": " + shown(field(column)) + " is not a number";
    if (value && may_be_names && first_inexact_.empty() && !is_exact(field(column)))
      first_inexact_ = reader_.place() + "column \"" + name(column) + "\": " + shown(field(column));
    targets_.numbers.push_back(value.value_or(0));
    if (may_be_names) targets_.names.add(field(column));
  }
}

void ValueReader::refuse(Index column, const std::string& problem, const std::string& remedy) const {
  throw InputError(reader_.place() + "column \"" + name(column) + "\": " + problem + "; " + remedy);
}

void ValueReader::refuse_missing(Index column) const {
  const std::string_view text = field(column);
  refuse(column, text.empty() ? "the value is missing" : "the value is missing (" + shown(text) + ")",
         layout_.is_for_a_net ? "fill it in or delete the row"
         : is_target(column)
             ? "fill it in; or let \"missing\": \"drop\" leave such rows out"
             : "fill it in; or let \"missing\": \"drop\" leave such rows out, or \"mean\" take the column's mean");
}

void ValueReader::refuse_text(Index column) const {
  const std::string_view text = field(column);
  if (is_missing(text)) refuse_missing(column);
  std::string with_point(text);
  std::replace(with_point.begin(), with_point.end(), ',', '.');
  std::string remedy = "every feature must be a number (\"categorical\": [\"" + name(column) +
                       "\"] makes inputs of names, \"ignore\" leaves a column out)";
  if (layout_.is_for_a_net) remedy = "the net was trained on numbers in this column; correct it or delete the row";
  if (is_target(column)) remedy = "of several targets each must be a number";
  if (read_number(with_point)) remedy = "decimals are written with a point";
  if (!layout_.header && reader_.line() == layout_.first_line)
    remedy = layout_.is_for_a_net ? "if this line names the columns, delete it: the net was trained on a file without"
                                  : "if this line names the columns, write \"header\": true";
  refuse(column, shown(text) + " is not a finite number", remedy);
}

Targets ValueReader::targets() {
  if (layout_.targets.empty()) return NoTargets{};
  if (!first_text_.empty()) return NamedTargets{targets_.names.texts(), std::move(first_text_)};
  const Index columns = static_cast<Index>(layout_.targets.size());
  const Index rows = static_cast<Index>(targets_.numbers.size()) / columns;
  return NumericTargets{Eigen::Map<const Matrix<double>>(targets_.numbers.data(), columns, rows),
                        std::move(first_inexact_)};
}

std::vector<std::string> ValueReader::warnings() const {
  std::vector<std::string> warnings = layout_.warnings;
  if (dropped_ > 0)
    warnings.push_back(reader_.name() + ": " + grouped(dropped_) + " of " + grouped(rows_) +
                       " rows have missing values and are left out");
  for (std::size_t i = 0; i < missing_.size(); ++i)
    if (missing_[i] > 0)
      warnings.push_back(reader_.name() + ": " + grouped(missing_[i]) + " of " + grouped(rows_) +
                         " values of column \"" + name(layout_.features[i]) + "\" are missing; " +
                         (is_categorical(static_cast<Index>(i))
                              ? "their inputs become the shares of the categories in the training part"
                              : "they become the mean of the training part"));
  return warnings;
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

int threads_for_csv(std::size_t bytes) {
  return bytes < worth_sharing ? 1 : std::min(available_threads(), most_threads);
}

Table read_values(CsvReader& reader, const CsvLayout& layout, int threads) {
  return ValueReader(reader, layout, threads).read();
}

}  // namespace mlp
