#pragma once
// Columns of numbers that grow row by row.

#include <algorithm>
#include <string>
#include <utility>

#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/core/types.h"

namespace mlp {

/// (columns × rows), so that each row of a file is contiguous.
class GrowingMatrix {
 public:
  GrowingMatrix(Index columns, Index expected_rows, std::string file) : file_(std::move(file)) {
    reserve(columns, expected_rows);
  }

  double* new_row() { return new_rows(1); }

  /// So many, one behind the other.
  double* new_rows(Index count) {
    if (rows_ + count > values_.cols()) reserve(values_.rows(), rows_ + std::max(count, rows_ / 4 + 1));
    double* const first = values_.data() + rows_ * values_.rows();
    rows_ += count;
    return first;
  }

  /// Takes back the last ones.
  void drop_rows(Index count) { rows_ -= count; }

  Matrix<double> take() {
    values_.conservativeResize(Eigen::NoChange, rows_);
    return std::move(values_);
  }

 private:
  void reserve(Index columns, Index rows) {
    require_memory(saturating_product(static_cast<std::uint64_t>(columns), 8 * static_cast<std::uint64_t>(rows)),
                   file_ + ": a table of " + grouped(rows) + " rows", "Use a part of the file.");
    values_.conservativeResize(columns, rows);
    prefer_large_pages(values_.data(), static_cast<std::size_t>(values_.size()) * sizeof(double));
  }

  Matrix<double> values_;
  Index rows_ = 0;
  std::string file_;
};

}  // namespace mlp
