#pragma once
// C = A·B where A has few rows, as in a net of a handful of units: then packing would cost more than the product. A's
// columns are read where they lie, a register's first elements at a time, and B's numbers one by one.
//
// What is done with A's columns beside the product rides along: the bias is added to what is stored, and the sum of the
// columns is the product with one more column of B, whose numbers are all 1. The order of additions is that of
// kernels.h.

#include <array>
#include <utility>

#include "mlp/model/kernels.h"
#include "mlp/model/vector.h"

namespace mlp {

/// Element (i, k) of A stands at a[i + k * a_step], (k, j) of B at b[k * b_row_step + j * b_column_step], (i, j) of C
/// at c[i + j * c_step].
template <class T>
struct NarrowProduct {
  const T* a;
  Index a_step;
  const T* b;
  Index b_row_step, b_column_step;
  Index rows, depth;
  bool add;  // to what C has; else C is overwritten
  T* c;
  Index c_step;
  const T* bias = nullptr;  // (rows), added to all that is stored
  T* sums = nullptr;        // (rows): a further column of C, the sum of A's columns
};

/// `columns` columns of C, `height` registers high; with_sums: and the sum of A's columns.
template <class T, int height, int columns, bool with_sums>
void narrow_kernel(const NarrowProduct<T>& given) {
  const NarrowProduct<T> p = given;  // a copy of its own stays in registers
  constexpr Index length = vector_length<T>;
  constexpr int all = columns + (with_sums ? 1 : 0);
  const First<T> rows[2] = {First<T>(p.rows), First<T>(p.rows - length)};
  Vector<T> sums[all * height] = {};
  for (Index k = 0; k < p.depth; ++k) {
    const T *ak = p.a + k * p.a_step, *bk = p.b + k * p.b_row_step;
    for (int h = 0; h < height; ++h) {
      const Vector<T> a = rows[h].load(ak + h * length);
      for (int j = 0; j < columns; ++j) sums[h * all + j] = multiply_add(a, bk[j * p.b_column_step], sums[h * all + j]);
      if constexpr (with_sums) sums[h * all + columns] = multiply_add(a, T(1), sums[h * all + columns]);
    }
  }
  for (int h = 0; h < height; ++h) {
    Vector<T> bias{};
    if (p.bias != nullptr) bias = rows[h].load(p.bias + h * length);
    for (int j = 0; j < all; ++j) {
      T* to = (j < columns ? p.c + j * p.c_step : p.sums) + h * length;
      Vector<T> values = sums[h * all + j];
      if (p.add) values = rows[h].load(to) + values;
      if (p.bias != nullptr) values += bias;
      rows[h].store(values, to);
    }
  }
}

/// Columns of C whose sums fit in the registers together with a column of A.
inline constexpr int narrow_columns = vector_bytes == 64 ? 12 : 6;

/// The kernels for 1, 2, … columns.
template <class T, int height, bool with_sums, int... before>
constexpr auto narrow_kernels(std::integer_sequence<int, before...>) {
  return std::array{&narrow_kernel<T, height, before + 1, with_sums>...};
}

/// The kernel for a number of columns that is known at run time only.
template <class T, int height, bool with_sums>
void narrow_kernel_of(Index columns, const NarrowProduct<T>& p) {
  static constexpr auto kernels =
      narrow_kernels<T, height, with_sums>(std::make_integer_sequence<int, narrow_columns>());
  kernels[static_cast<std::size_t>(columns - 1)](p);
}

/// Rows that A may have.
template <class T>
inline constexpr Index narrow_rows = 2 * vector_length<T>;

/// All columns of C, for a depth of one block.
template <class T>
void multiply_narrow_block(NarrowProduct<T> p, Index columns) {
  const bool low = p.rows <= vector_length<T>;
  for (Index j = 0; j < columns; j += narrow_columns) {
    const Index count = std::min<Index>(narrow_columns, columns - j);
    if (p.sums != nullptr)
      low ? narrow_kernel_of<T, 1, true>(count, p) : narrow_kernel_of<T, 2, true>(count, p);
    else
      low ? narrow_kernel_of<T, 1, false>(count, p) : narrow_kernel_of<T, 2, false>(count, p);
    p.sums = nullptr;
    p.b += count * p.b_column_step;
    p.c += count * p.c_step;
  }
}

/// All columns of C; p.rows ≤ narrow_rows<T>.
template <class T>
void multiply_narrow(const NarrowProduct<T>& p, Index columns) {
  NarrowProduct<T> block = p;
  for (Index k = 0; k < p.depth; k += depth_block) {
    block.depth = std::min(depth_block, p.depth - k);
    block.bias = k + block.depth == p.depth ? p.bias : nullptr;
    multiply_narrow_block(block, columns);
    block.a += block.depth * p.a_step;
    block.b += block.depth * p.b_row_step;
    block.add = true;
  }
}

/// transposed(k, i) = A(i, k), without gaps: what multiply_narrow() takes for a matrix whose rows lie side by side.
template <class T>
void transpose_narrow(const T* A, Index row_step, Index rows, Index depth, T* transposed) {
  for (Index k = 0; k < depth; ++k)
    for (Index i = 0; i < rows; ++i) transposed[k * rows + i] = A[k + i * row_step];
}

}  // namespace mlp
