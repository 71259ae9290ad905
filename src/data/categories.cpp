#include "mlp/data/categories.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

/// Where each of a column's values, by its place in the table, stands among the encoded ones.
using Places = std::vector<Index>;

/// Names of so many digits that two might become one number are no numbers here.
bool are_numbers(const std::vector<std::string>& values) {
  return std::ranges::all_of(values, [](const std::string& v) { return read_number(v) && is_exact(v); });
}

/// Sorts the values of a column.
Places sort_values(CategoricalColumn& column) {
  std::vector<std::string> names = column.values;
  const bool by_value = are_numbers(names);
  if (by_value)
    for (std::string& name : names) name = shortest(*read_number(name) + 0.0);  // -0 is 0
  std::vector<std::string> sorted = names;
  std::ranges::sort(sorted, [&](const std::string& a, const std::string& b) {
    return by_value ? *read_number(a) < *read_number(b) : a < b;
  });
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::map<std::string, Index> place;
  for (std::size_t i = 0; i < sorted.size(); ++i) place[sorted[i]] = static_cast<Index>(i);
  Places places;
  for (const std::string& name : names) places.push_back(place.at(name));
  column.values = std::move(sorted);
  return places;
}

/// The place of a category among those that are known; a number may be written in another way.
std::optional<Index> place_among(const std::vector<std::string>& known, const std::string& value) {
  auto found = std::ranges::find(known, value);
  if (const auto number = read_number(value); found == known.end() && number && is_exact(value))
    found = std::ranges::find(known, shortest(*number + 0.0));
  if (found == known.end()) return std::nullopt;
  return found - known.begin();
}

Places known_places(const CategoricalColumn& column, const CategoricalColumn& known) {
  Places places;
  for (std::size_t i = 0; i < column.values.size(); ++i) {
    const auto place = place_among(known.values, column.values[i]);
    if (!place) {
      const std::string hint = did_you_mean(column.values[i], known.values);
      const auto count = std::min<std::ptrdiff_t>(20, std::ssize(known.values));
      throw InputError(
          column.first_places[i] + "column \"" + known.name + "\": the net knows no category \"" +
          printable(column.values[i]) + "\"; " +
          (hint.empty() ? "its categories are " + listed({known.values.begin(), known.values.begin() + count}) : hint));
    }
    places.push_back(*place);
  }
  return places;
}

void refuse_equal_features(const Table& table) {
  std::set<std::string> names;
  for (const std::string& name : table.feature_names)
    if (!names.insert(name).second)
      throw InputError(table.origin + ": two inputs would be named \"" + name + "\"; rename a column");
}

/// Puts a row for each category in the place of the columns. `columns` have their encoded values, and `first` as in the
/// table.
void expand(Table& table, std::vector<CategoricalColumn> columns, const std::vector<Places>& places) {
  const auto& codes = std::get<Matrix<double>>(table.features);
  Index inputs = codes.rows();
  for (const CategoricalColumn& column : columns) inputs += std::ssize(column.values) - 1;
  require_memory(saturating_product(static_cast<std::uint64_t>(inputs), 8 * static_cast<std::uint64_t>(codes.cols())),
                 table.origin + ": an input for each of its categories",
                 "Is each categorical column one of few different names?");
  Matrix<double> encoded = Matrix<double>::Zero(inputs, codes.cols());
  std::vector<std::string> names;
  std::size_t next = 0;  // of the categorical columns
  for (Index i = 0; i < codes.rows(); ++i) {
    const Index row = std::ssize(names);
    if (next == columns.size() || columns[next].first != i) {
      encoded.row(row) = codes.row(i);
      names.push_back(table.feature_names[static_cast<std::size_t>(i)]);
      continue;
    }
    CategoricalColumn& column = columns[next];
    const Index count = std::ssize(column.values);
    for (Index j = 0; j < codes.cols(); ++j) {
      if (std::isnan(codes(i, j)))
        encoded.col(j).segment(row, count).setConstant(std::numeric_limits<double>::quiet_NaN());
      else
        encoded(row + places[next][static_cast<std::size_t>(codes(i, j))], j) = 1;
    }
    for (const std::string& value : column.values) names.push_back(column.name + "=" + value);
    column.first = row;
    column.first_places.clear();
    ++next;
  }
  table.features = std::move(encoded);
  table.feature_names = std::move(names);
  table.categorical = std::move(columns);
  refuse_equal_features(table);
}

}  // namespace

void encode_categories(Table& table) {
  if (table.categorical.empty()) return;
  std::vector<CategoricalColumn> columns = table.categorical;
  std::vector<Places> places;
  for (CategoricalColumn& column : columns) {
    if (column.values.empty())
      throw InputError(table.origin + ": column \"" + column.name +
                       "\" is categorical, but all its values are missing");
    places.push_back(sort_values(column));
  }
  expand(table, std::move(columns), places);
}

void encode_categories(Table& table, const std::vector<CategoricalColumn>& known) {
  if (table.categorical.empty()) return;
  std::vector<CategoricalColumn> columns;
  std::vector<Places> places;
  for (const CategoricalColumn& column : table.categorical) {
    const auto found = std::ranges::find(known, column.name, &CategoricalColumn::name);
    places.push_back(known_places(column, *found));
    columns.push_back({column.name, column.first, found->values, {}});
  }
  expand(table, std::move(columns), places);
}

void share_categories(Table& table, Table& part) {
  const auto refuse = [&](const std::string& name, const Table& with, const Table& without) {
    throw InputError(without.origin + ": column \"" + name + "\" must be categorical, as in " + with.origin);
  };
  for (const CategoricalColumn& column : part.categorical)
    if (std::ranges::find(table.categorical, column.name, &CategoricalColumn::name) == table.categorical.end())
      refuse(column.name, part, table);
  for (CategoricalColumn& column : table.categorical) {
    const auto other = std::ranges::find(part.categorical, column.name, &CategoricalColumn::name);
    if (other == part.categorical.end()) refuse(column.name, table, part);
    Places places;
    for (std::size_t i = 0; i < other->values.size(); ++i) {
      const auto found = std::ranges::find(column.values, other->values[i]);
      places.push_back(found - column.values.begin());
      if (found != column.values.end()) continue;
      column.values.push_back(other->values[i]);
      column.first_places.push_back(other->first_places[i]);
    }
    for (double& code : std::get<Matrix<double>>(part.features).row(column.first))
      if (!std::isnan(code)) code = static_cast<double>(places[static_cast<std::size_t>(code)]);
  }
}

std::vector<std::string> columns_of(const std::vector<std::string>& features,
                                    const std::vector<CategoricalColumn>& categorical) {
  std::vector<std::string> columns;
  std::size_t next = 0;
  for (Index i = 0; i < std::ssize(features); ++i) {
    if (next == categorical.size() || categorical[next].first != i) {
      columns.push_back(features[static_cast<std::size_t>(i)]);
      continue;
    }
    columns.push_back(categorical[next].name);
    i += std::ssize(categorical[next].values) - 1;
    ++next;
  }
  return columns;
}

}  // namespace mlp
