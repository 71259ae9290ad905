#include "mlp/data/source.h"

namespace mlp {

Index Table::samples() const {
  return std::visit([](const auto& matrix) { return matrix.cols(); }, features);
}

Index Table::feature_count() const {
  return std::visit([](const auto& matrix) { return matrix.rows(); }, features);
}

}  // namespace mlp
