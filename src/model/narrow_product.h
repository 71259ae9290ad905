#pragma once
// C = A·B where A has few rows, as in a net of a handful of units: then packing would cost more than the product. A's
// columns are read where they lie, a register's first elements at a time, and B's numbers one by one.
//
// What is done with A's columns beside the product rides along: the bias is added to what is stored, and the sum of the
// columns is the product with one more column of B, whose numbers are all 1. The order of additions is that of
// kernels.h.
//
// The smallest of these products take some 20 ns, and there is more to lose around the arithmetic than in it. A load
// that asks for bytes of several stores just made waits until they have reached the cache, four times as long as a load
// of what a single store wrote. So a product's description is read a number at a time, as it was written, and never
// copied; and the only column of a batch of one is stored by whole registers, as it will be read.

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include "mlp/core/vector.h"
#include "mlp/model/kernels.h"
#include "packing.h"

namespace mlp {

/// Element (i, k) of A stands at a[i + k * a_step], and (i, j) of C at c[i + j * c_step]; (k, j) of B at
/// b[k + j * b_step] where its columns lie in one piece, and at b[k * b_step + j] where its rows do.
template <class T>
struct NarrowProduct {
  const T* a;
  Index a_step;
  const T* b;
  Index b_step;
  Index rows, depth;
  bool add;  // to what C has; else C is overwritten
  T* c;
  Index c_step;
  Index c_room;             // elements from c on that may be written, whatever comes to stand behind C's
  const T* bias = nullptr;  // (rows), added to all that is stored
  T* sums = nullptr;        // (rows): a further column of C, the sum of A's columns
};

/// `columns` columns of C, `height` registers high; with_sums: and the sum of A's columns.
template <class T, Layout layout, int height, int columns, bool with_sums>
void narrow_kernel(const NarrowProduct<T>& p) {
  constexpr Index length = vector_length<T>;
  constexpr int all = columns + (with_sums ? 1 : 0);
  // Three columns share a pointer: an address may be a register plus once or twice another.
  constexpr int sharing = layout == Layout::rows_in_one_piece ? columns : std::min(columns, 3);
  constexpr int pointers = (columns + sharing - 1) / sharing;
  const Index a_step = p.a_step, b_step = p.b_step, depth = p.depth;
  const First<T> rows[2] = {First<T>(p.rows), First<T>(p.rows - length)};
  const T *a = p.a, *b[pointers];
  for (int i = 0; i < pointers; ++i) b[i] = p.b + Index{i} * sharing * b_step;
  Vector<T> sums[all * height];
#pragma GCC unroll 26
  for (int i = 0; i < all * height; ++i) sums[i] = Vector<T>{};
  for (Index k = 0; k < depth; ++k) {
#pragma GCC unroll 2
    for (int h = 0; h < height; ++h) {
      const Vector<T> column = rows[h].load(a + h * length);
#pragma GCC unroll 12
      for (int j = 0; j < columns; ++j) {
        const Index right = layout == Layout::rows_in_one_piece ? j : j % sharing * b_step;
        sums[h * all + j] = multiply_add(column, b[j / sharing][right], sums[h * all + j]);
      }
      if constexpr (with_sums) sums[h * all + columns] = multiply_add(column, T(1), sums[h * all + columns]);
    }
    a += a_step;
    for (int i = 0; i < pointers; ++i) b[i] += layout == Layout::rows_in_one_piece ? b_step : 1;
  }
  // Only loops that are unrolled may touch the sums: else they would have to live in memory all the time.
  const bool whole = columns == 1 && !p.add && height * length <= p.c_room;
#pragma GCC unroll 2
  for (int h = 0; h < height; ++h) {
    Vector<T> bias{};
    if (p.bias != nullptr) bias = rows[h].load(p.bias + h * length);
#pragma GCC unroll 13
    for (int j = 0; j < all; ++j) {
      T* const to = (j < columns ? p.c + j * p.c_step : p.sums) + h * length;
      Vector<T> values = sums[h * all + j];
      if (p.add) values = rows[h].load(to) + values;
      if (p.bias != nullptr) values += bias;
      whole&& j < columns ? store_vector(values, to) : rows[h].store(values, to);
    }
  }
}

/// Columns of C whose sums fit in the registers together with a column of A.
inline constexpr int narrow_columns = vector_bytes == 64 ? 12 : 6;

/// The kernels for 1, 2, … columns.
template <class T, Layout layout, int height, bool with_sums, int... before>
constexpr auto narrow_kernels(std::integer_sequence<int, before...>) {
  return std::array{&narrow_kernel<T, layout, height, before + 1, with_sums>...};
}

/// The kernel for a number of columns that is known at run time only.
template <class T, Layout layout, int height, bool with_sums>
void narrow_kernel_of(Index columns, const NarrowProduct<T>& p) {
  static constexpr auto kernels =
      narrow_kernels<T, layout, height, with_sums>(std::make_integer_sequence<int, narrow_columns>());
  kernels[static_cast<std::size_t>(columns - 1)](p);
}

/// Rows that A may have.
template <class T>
inline constexpr Index narrow_rows = 2 * vector_length<T>;

/// All columns of C, for a depth of at most one block. Afterwards b, c and sums of `p` mean nothing any more.
template <class T, Layout layout, int height>
void multiply_narrow_block(NarrowProduct<T>& p, Index columns) {
  while (true) {
    const Index count = std::min<Index>(narrow_columns, columns);
    p.sums == nullptr ? narrow_kernel_of<T, layout, height, false>(count, p)
                      : narrow_kernel_of<T, layout, height, true>(count, p);
    columns -= count;
    if (columns == 0) return;
    p.sums = nullptr;
    p.b += layout == Layout::rows_in_one_piece ? count : count * p.b_step;
    p.c += count * p.c_step;
    p.c_room -= count * p.c_step;
  }
}

/// As above, for as many registers as A's rows need.
template <class T, Layout layout>
void multiply_narrow_block(NarrowProduct<T>& p, Index columns) {
  p.rows <= vector_length<T> ? multiply_narrow_block<T, layout, 1>(p, columns)
                             : multiply_narrow_block<T, layout, 2>(p, columns);
}

/// All columns of C; p.rows ≤ narrow_rows<T>.
template <class T, Layout layout>
void multiply_narrow(NarrowProduct<T> p, Index columns) {
  if (p.depth <= depth_block) return multiply_narrow_block<T, layout>(p, columns);
  const NarrowProduct<T> whole = p;
  for (Index k = 0; k < whole.depth; k += depth_block) {
    p = whole;
    p.depth = std::min(depth_block, whole.depth - k);
    if (k + p.depth < whole.depth) p.bias = nullptr;
    p.a += k * p.a_step;
    p.b += layout == Layout::rows_in_one_piece ? k * p.b_step : k;
    p.add = whole.add || k > 0;
    multiply_narrow_block<T, layout>(p, columns);
  }
}

#if defined(__AVX512F__)
/// Elements first, first + step, … of the 32 that stand in two registers.
inline Vector<float> every(Vector<float> low, Vector<float> high, Index first, Index step) {
  const __m512i places = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  const __m512i wanted = _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(first)),
                                          _mm512_mullo_epi32(places, _mm512_set1_epi32(static_cast<int>(step))));
  return _mm512_permutex2var_ps(low, wanted, high);
}
#endif

/// transposed(k, i) = A(i, k), its columns `transposed_step` elements apart: what multiply_narrow() takes for a matrix
/// whose rows lie side by side. Returns transposed_step, at most narrow_rows<T>.
template <class T>
Index transpose_narrow(const T* A, Index row_step, Index rows, Index depth, T* transposed) {
#if defined(__AVX512F__)
  // A matrix of two registers' worth of numbers stays in them, and each of its columns is written by a single store.
  constexpr Index length = vector_length<float>;
  if constexpr (std::is_same_v<T, float>) {
    if (row_step == depth && rows <= length && rows * depth <= 2 * length) {
      const Index size = rows * depth;
      const Vector<float> low = First<float>(size).load(A), high = First<float>(size - length).load(A + length);
      for (Index k = 0; k < depth; ++k) store_vector(every(low, high, k, depth), transposed + k * length);
      return length;
    }
  }
#endif
  for (Index k = 0; k < depth; ++k)
    for (Index i = 0; i < rows; ++i) transposed[k * rows + i] = A[k + i * row_step];
  return rows;
}

}  // namespace mlp
