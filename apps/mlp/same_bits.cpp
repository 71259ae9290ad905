#include "same_bits.h"

#include <algorithm>
#include <cstring>

#include "mlp/core/csv.h"
#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

std::string both(const std::string& before, const std::string& now) {
  return (before.empty() ? "nothing" : printable(before)) + " in the run, " +
         (now.empty() ? "nothing" : printable(now)) + " now";
}

using Row = std::vector<std::string>;

std::optional<std::string> row_difference(const Row& columns, const Row& before, const Row& now,
                                          std::string_view ignored) {
  for (std::size_t i = 0; i < columns.size(); ++i)
    if (columns[i] != ignored && before[i] != now[i])
      return "column \"" + printable(columns[i]) + "\": " + both(before[i], now[i]);
  return std::nullopt;
}

/// Tensors of one name and shape. A value that is not a number equals itself: bits are compared.
std::optional<std::string> tensor_difference(const Tensor& before, const Tensor& now) {
  if (before.type != now.type) return "another type of numbers";
  if (before.shape != now.shape) return both("shape " + text_of(before.shape), "shape " + text_of(now.shape));
  const std::size_t width = size_of(before.type);
  for (std::size_t i = 0; i < before.data.size() / width; ++i) {
    if (std::memcmp(before.data.data() + i * width, now.data.data() + i * width, width) == 0) continue;
    const auto text = [&](const Tensor& tensor) { return shortest(tensor.converted<double>()[i]); };
    return "element " + std::to_string(i) + " of shape " + text_of(before.shape) + ": " + both(text(before), text(now));
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> first_difference(std::string_view before, std::string_view now,
                                            std::string_view ignored) try {
  const auto a = csv_rows(before, "line"), b = csv_rows(now, "the new file's line");
  if (!before.empty() && !before.ends_with('\n')) return "it ends in the middle of a row";
  if (a.empty() || b.empty() || a[0] != b[0]) return "the header differs";
  for (std::size_t i = 1; i < std::min(a.size(), b.size()); ++i)
    if (const auto difference = row_difference(a[0], a[i], b[i], ignored))
      return "row " + std::to_string(i) + " (" + a[0][0] + " " + printable(a[i][0]) + "), " + *difference;
  if (a.size() != b.size()) return both(std::to_string(a.size() - 1) + " rows", std::to_string(b.size() - 1) + " rows");
  return std::nullopt;
} catch (const InputError& error) {
  return error.what();
}

std::optional<std::string> first_difference(const ModelFile& before, const ModelFile& now) {
  for (const Tensor& tensor : before.tensors) {
    const Tensor* other = find_tensor(now.tensors, tensor.name);
    if (other == nullptr) return "tensor \"" + printable(tensor.name) + "\" is missing now";
    if (const auto difference = tensor_difference(tensor, *other))
      return "tensor \"" + printable(tensor.name) + "\", " + *difference;
  }
  if (before.tensors.size() != now.tensors.size()) return "there are more tensors now";
  if (before.config != now.config) return "the config in it differs, the tensors do not";
  const Scaling &a = before.data.scaling, &b = now.data.scaling;
  if (a.shift != b.shift || a.scale != b.scale) return "the scaling of the inputs differs, the tensors do not";
  return std::nullopt;
}

}  // namespace mlp
