#include "mlp/data/source.h"

#include <cstdint>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"

namespace mlp {
namespace {

template <class Value>
Matrix<Value> room_for(const StreamedFeatures& features, const std::string& origin) {
  const auto size = static_cast<std::uint64_t>(features.rows() * features.cols());
  require_memory(saturating_product(size, sizeof(Value)), origin + " in memory", "Use fewer samples.");
  Matrix<Value> values(features.rows(), features.cols());
  prefer_large_pages(values.data(), size * sizeof(Value));
  return values;
}

Matrix<double> fetched_numbers(const StreamedFeatures& features, const std::string& origin) {
  auto values = room_for<double>(features, origin);
  for (Index j = 0; j < features.cols(); ++j) features.fetch_sample(j, values.col(j).data());
  features.check_unchanged();
  return values;
}

// Straight from where they lie.
Matrix<std::uint8_t> fetched_pixels(const StreamedFeatures& features, const std::string& origin) {
  auto pixels = room_for<std::uint8_t>(features, origin);
  std::uint8_t* place = pixels.data();
  for (const auto& block : features.blocks()) {
    const auto size = static_cast<std::size_t>(block->samples() * block->features());
    block->fetch_pixels(0, {place, size});
    place += size;
  }
  features.check_unchanged();
  return pixels;
}

}  // namespace

Features in_memory(Features features, const std::string& origin) {
  const auto* streamed = std::get_if<StreamedFeatures>(&features);
  if (streamed == nullptr) return features;
  if (streamed->has_pixels()) return fetched_pixels(*streamed, origin);
  return fetched_numbers(*streamed, origin);
}

void require_exact(const NumericTargets& targets) {
  if (!targets.first_inexact.empty())
    throw InputError(targets.first_inexact +
                     " has more digits than a number keeps, so that two classes might become one; number the classes "
                     "from 0, or put a letter before each label");
}

Index Table::samples() const {
  return std::visit([](const auto& matrix) { return matrix.cols(); }, features);
}

Index Table::feature_count() const {
  return std::visit([](const auto& matrix) { return matrix.rows(); }, features);
}

}  // namespace mlp
