#include "mlp/data/source.h"

#include <algorithm>
#include <span>

#include "mlp/core/memory.h"

namespace mlp {
namespace {

template <class Value>
Matrix<Value> fetched(const StreamedFeatures& features, const std::string& origin) {
  require_memory(saturating_product(static_cast<std::uint64_t>(features.rows() * features.cols()), sizeof(Value)),
                 origin + " in memory", "Use fewer samples.");
  Matrix<Value> values(features.rows(), features.cols());
  for (Index j = 0; j < features.cols(); ++j)
    features.fetch(j, [&](Index first, std::span<const double> piece) {
      std::ranges::transform(piece, values.col(j).data() + first, [](double v) { return static_cast<Value>(v); });
    });
  features.check_unchanged();
  return values;
}

}  // namespace

Features in_memory(Features features, const std::string& origin) {
  const auto* streamed = std::get_if<StreamedFeatures>(&features);
  if (streamed == nullptr) return features;
  if (streamed->has_pixels()) return fetched<std::uint8_t>(*streamed, origin);
  return fetched<double>(*streamed, origin);
}

Index Table::samples() const {
  return std::visit([](const auto& matrix) { return matrix.cols(); }, features);
}

Index Table::feature_count() const {
  return std::visit([](const auto& matrix) { return matrix.rows(); }, features);
}

}  // namespace mlp
