#include "mlp/data/arrays.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"
#include "mlp/core/npy.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

/// The elements of one sample: an array of shape [n] has one each.
Index sample_size(const Shape& shape) { return static_cast<Index>(count_of({shape.begin() + 1, shape.end()})); }

/// An array as (numbers of a sample × samples); `what` is one of these numbers.
Matrix<double> columns_from(const Tensor& array, const std::string& where, const std::string& what) {
  require_memory(saturating_product(count_of(array.shape), sizeof(double)), where + " in memory", "Use fewer samples.");
  Matrix<double> values(sample_size(array.shape), array.shape[0]);
  decode(array.type, false, array.data, {values.data(), static_cast<std::size_t>(values.size())});
  for (Index j = 0; j < values.cols(); ++j)
    for (Index i = 0; i < values.rows(); ++i)
      if (!std::isfinite(values(i, j)))
        throw InputError(where + ": sample " + std::to_string(j) + ", " + what + " " + std::to_string(i) +
                         " (counted from 0) is " + shortest(values(i, j)) + "; all must be finite");
  return values;
}

void check_target_shape(const Shape& shape, const Table& table, const std::string& where) {
  if (shape.empty() || shape.size() > 2 || count_of(shape) == 0)
    throw InputError(where + ": expected targets of shape [samples] or [samples, targets], found " + text_of(shape));
  if (shape[0] != table.samples())
    throw InputError(where + " has targets for " + grouped(shape[0]) + " samples, but " + table.origin + " has " +
                     grouped(table.samples()) + " samples: do the two belong together?");
}

std::string label_at(const std::string& where, Index sample, const std::string& label) {
  return where + ": sample " + std::to_string(sample) + " (counted from 0): the label " + shown(label);
}

/// Integers beyond 2^53 may be rounded to a double.
std::string first_inexact(const Tensor& array, const std::string& where) {
  const auto find = [&](const auto& integers) -> std::string {
    constexpr std::int64_t largest = std::int64_t{1} << 53;
    for (std::size_t i = 0; i < integers.size(); ++i) {
      const auto value = integers[i];
      const bool is_small = std::cmp_less_equal(value, largest) && std::cmp_greater_equal(value, -largest);
      if (!is_small && !is_exact(std::to_string(value)))
        return label_at(where, static_cast<Index>(i), std::to_string(value));
    }
    return "";
  };
  if (array.type == ElementType::i64) return find(array.values<std::int64_t>());
  if (array.type == ElementType::u64) return find(array.values<std::uint64_t>());
  return "";
}

/// Texts as targets: their numbers, or names of classes where one is no number.
Targets targets_from(std::vector<std::string> texts, const std::string& where) {
  NumericTargets numbers{Matrix<double>(1, std::ssize(texts))};
  std::string first_text;
  for (Index i = 0; i < std::ssize(texts); ++i) {
    const std::string& text = texts[static_cast<std::size_t>(i)];
    const auto place = [&] { return where + ": sample " + std::to_string(i) + " (counted from 0) "; };
    if (text.empty()) throw InputError(place() + "has an empty text as its label");
    const std::optional<double> number = read_number(text);
    if (number && numbers.first_inexact.empty() && !is_exact(text)) numbers.first_inexact = label_at(where, i, text);
    if (number)
      numbers.values(0, i) = *number;
    else if (first_text.empty())
      first_text = place() + "has the target " + shown(text) + ", which is not a number";
  }
  if (first_text.empty()) return numbers;
  return NamedTargets{std::move(texts), std::move(first_text)};
}

}  // namespace

std::vector<std::string> feature_names_of(const Shape& sample_shape) {
  std::vector<std::string> names;
  if (sample_shape.size() != 2) {
    const auto count = static_cast<Index>(count_of(sample_shape));
    for (Index i = 1; i <= count; ++i) names.push_back("x" + std::to_string(i));
    return names;
  }
  for (Index row = 0; row < sample_shape[0]; ++row)
    for (Index column = 0; column < sample_shape[1]; ++column)
      names.push_back("pixel_" + std::to_string(row) + "_" + std::to_string(column));
  return names;
}

Table table_for_features(const Shape& shape, const std::string& where) {
  if (shape.empty())
    throw InputError(where + ": a single number is no array of features; expected shape [samples, features]");
  if (count_of(shape) == 0) throw InputError(where + ": there is nothing in it (shape " + text_of(shape) + ")");
  Table table;
  const Shape sample_shape(shape.begin() + 1, shape.end());
  if (sample_shape.size() > 1) table.sample_shape = sample_shape;
  table.feature_names = feature_names_of(sample_shape);
  table.origin = where;
  return table;
}

Matrix<double> features_from(const Tensor& array, const std::string& where) {
  return columns_from(array, where, "feature");
}

void add_targets(Table& table, const Tensor& array, const std::string& where) {
  check_target_shape(array.shape, table, where);
  Matrix<double> values = columns_from(array, where, "target");
  table.target_names = {"y"};
  if (values.rows() > 1) table.target_names.clear();
  for (Index i = 1; i <= values.rows() && values.rows() > 1; ++i) table.target_names.push_back("y" + std::to_string(i));
  const bool may_be_classes = values.rows() == 1;
  table.targets = NumericTargets{std::move(values), may_be_classes ? first_inexact(array, where) : ""};
}

void add_npy_targets(Table& table, std::string_view npy, const std::string& where) {
  const NpyHeader header = read_npy_header(npy, where);
  if (header.text == NpyText::none) return add_targets(table, parse_npy(npy, where), where);
  check_target_shape(header.shape, table, where);
  if (header.shape.size() > 1 && header.shape[1] != 1)
    throw InputError(where + ": expected text of shape [samples], the names of classes, found " +
                     text_of(header.shape));
  table.target_names = {"y"};
  table.targets = targets_from(parse_npy_text(npy, where), where);
}

}  // namespace mlp
