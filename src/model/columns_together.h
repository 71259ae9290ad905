#pragma once
// The product of a small matrix with many columns, several of which stand in one register.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "mlp/core/vector.h"
#include "small_matrix.h"

namespace mlp {

#if defined(__AVX512F__)
/// The column and the row that each lane of a register belongs to where columns lie side by side, by the number of
/// rows. A table, for a division takes longer than the product.
struct LanesOfColumns {
  static constexpr Index length = vector_length<float>;
  alignas(alignment) std::int32_t column[length] = {}, row[length] = {};
};
inline constexpr auto lanes_of_columns = [] {
  std::array<LanesOfColumns, LanesOfColumns::length + 1> all;
  for (int rows = 1; rows <= LanesOfColumns::length; ++rows)
    for (int i = 0; i < LanesOfColumns::length; ++i)
      all[static_cast<std::size_t>(rows)].column[i] = i / rows, all[static_cast<std::size_t>(rows)].row[i] = i % rows;
  return all;
}();

/// A·B for columns that lie side by side in B as in C, as many of them in a register as have room: with five rows and
/// five columns of A, three. Lane i of a register is row i mod rows of column i / rows, so
///
///     A's column k stands in it once for each of them,    and of B the numbers k, k + A.columns, … , each rows times.
///
/// Both are permutations of a register; that of A is made once. A sum has the same terms in the same order.
class ColumnsTogether {
 public:
  static Index count(const SmallMatrix<float>& A) { return std::min(length / A.rows, length / A.columns); }

  ColumnsTogether(const SmallMatrix<float>& A, const float* bias)
      : together_(count(A)),
        rows_(A.rows),
        columns_(A.columns),
        part_of_b_(together_ * columns_),
        part_of_c_(together_ * rows_) {
    const LanesOfColumns& lanes = lanes_of_columns[static_cast<std::size_t>(rows_)];
    const __m512i column = _mm512_load_si512(lanes.column), row = _mm512_load_si512(lanes.row);
    const First<float> valid(rows_);
    __m512i place = _mm512_mullo_epi32(column, _mm512_set1_epi32(static_cast<int>(columns_)));
    for (Index k = 0; k < columns_; ++k) {
      a_[k] = _mm512_permutexvar_ps(row, valid.load(A.data + k * A.step));
      places_[k] = place;
      place = _mm512_add_epi32(place, _mm512_set1_epi32(1));
    }
    bias_ = bias == nullptr ? -Vector<float>{} : _mm512_permutexvar_ps(row, valid.load(bias));
  }

  /// c(:, j) = or += A·b(:, j) + bias for `columns` columns.
  void multiply(const float* b, Index columns, bool add, float* c) const {
    while (columns >= 4 * together_) next<4>(b, columns, add, c);
    while (columns > 0) next<1>(b, columns, add, c);
  }

 private:
  static constexpr Index length = vector_length<float>;

  /// The next registers of C. The last may have fewer columns than fit.
  template <int registers>
  [[gnu::always_inline]] void next(const float*& b, Index& columns, bool add, float*& c) const {
    const First<float> of_b(std::min(columns * columns_, part_of_b_));
    const First<float> of_c(std::min(columns * rows_, part_of_c_));
    Vector<float> parts[registers], sums[registers];
    unrolled<registers>([&](auto i) { parts[i] = of_b.load(b + i * part_of_b_), sums[i] = Vector<float>{}; });
    for (Index k = 0; k < columns_; ++k)
      unrolled<registers>(
          [&](auto i) { sums[i] = _mm512_fmadd_ps(a_[k], _mm512_permutexvar_ps(places_[k], parts[i]), sums[i]); });
    unrolled<registers>([&](auto i) {
      float* const to = c + i * part_of_c_;
      if (add) sums[i] = of_c.load(to) + sums[i];
      of_c.store(sums[i] + bias_, to);
    });
    b += registers * part_of_b_;
    c += registers * part_of_c_;
    columns -= registers * together_;
  }

  Index together_, rows_, columns_, part_of_b_, part_of_c_;  // the numbers of a register of them
  Vector<float> a_[length], bias_;
  __m512i places_[length];
};
#endif

}  // namespace mlp
