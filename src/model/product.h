#pragma once
// C = A·B or C += A·B for one tile, by packed panels and a micro-kernel that keeps its piece of C in registers (Goto &
// van de Geijn 2008, "Anatomy of high-performance matrix multiplication").
//
// A panel of A holds the rows of one or two registers, a column after the other; a strip of B holds `strip_columns`
// columns, a row after the other. The micro-kernel multiplies a panel with a strip. Its accumulators start at 0 for
// each block of the depth and are added to C at the end: the order of additions that kernels.h promises.

#include <algorithm>

#include "mlp/model/kernels.h"
#include "mlp/model/vector.h"
#include "transpose.h"

namespace mlp {

/// A matrix somewhere in memory: element (i, j) stands at data[i * row_step + j * column_step].
template <class T>
struct Strided {
  const T* data;
  Index row_step, column_step;

  const T* at(Index i, Index j) const { return data + i * row_step + j * column_step; }
};

/// The micro-kernel's piece of C: two registers high, and as many columns wide as leaves all its sums in registers.
template <class T>
inline constexpr Index panel_rows = 2 * vector_length<T>;
inline constexpr Index strip_columns = vector_bytes == 64 ? 12 : 6;

/// The widest tile that multiply_tile takes. A panel of A is packed once for all its columns, so the more the better,
/// as long as the strips stay in the second-level cache.
template <class T>
inline constexpr Index tile_columns = Index{288} * 4 / static_cast<Index>(sizeof(T));
static_assert(tile_columns<float> % strip_columns == 0 && tile_columns<double> % strip_columns == 0);

/// packed[k * step + i] = A(i, k) for i < width and k < depth; width is at most a register. A has `rows` rows; what is
/// written for those beyond has no meaning.
template <class T, Index width, Index step>
void pack_register(Strided<T> A, Index rows, Index depth, T* packed) {
  constexpr Index length = vector_length<T>;
  const auto store = [&](const Vector<T>& column, Index k) {
    __builtin_memcpy(packed + k * step, &column, width * sizeof(T));
  };
  if (A.row_step == 1) {  // A's columns lie in one piece each
    const First<T> valid(rows);
    if (rows < length) {
      for (Index k = 0; k < depth; ++k) store(valid.load(A.at(0, k)), k);
    } else {
      for (Index k = 0; k < depth; ++k) store(load_vector(A.at(0, k)), k);
    }
    return;
  }
  const Index last = std::min(width, rows) - 1;
  Index k = 0;
  if (A.column_step == 1) {  // A's rows do
    for (; k + length <= depth; k += length) {
      Vector<T> square[length];
      for (Index i = 0; i < length; ++i) square[i] = load_vector(A.at(std::min(i, last), k));
      transpose<T>(square);
      for (Index i = 0; i < length; ++i) store(square[i], k + i);
    }
  }
  for (; k < depth; ++k)
    for (Index i = 0; i < width; ++i) packed[k * step + i] = *A.at(std::min(i, last), k);
}

/// As pack_register, for any width; packed[k * width + i] = A(i, k).
template <class T, Index width>
void pack(Strided<T> A, Index rows, Index depth, T* packed) {
  constexpr Index length = vector_length<T>, rest = width % length;
  for (Index i = 0; i + length <= width; i += length)
    pack_register<T, length, width>({A.at(i, 0), A.row_step, A.column_step}, rows - i, depth, packed + i);
  if constexpr (rest > 0) {
    constexpr Index i = width - rest;
    if (rows > i) pack_register<T, rest, width>({A.at(i, 0), A.row_step, A.column_step}, rows - i, depth, packed + i);
  }
}

/// Where the product of a panel and a strip goes.
template <class T>
struct Piece {
  T* data;
  Index step;     // from a column to the next
  Index rows;     // that there are
  bool add;       // to what is there; else it is overwritten
  const T* bias;  // of these rows, added in the end; or null
};

/// c = or += sums, whose columns are `height` registers high.
template <class T, int height>
void finish(const T* sums, Index columns, const Piece<T>& c) {
  constexpr Index length = vector_length<T>;
  for (Index h = 0; h < height; ++h) {
    const Index row = h * length;
    const bool whole = c.rows - row >= length;
    const First<T> valid(c.rows - row);
    const auto load = [&](const T* from) { return whole ? load_vector(from) : valid.load(from); };
    Vector<T> bias{};
    if (c.bias != nullptr) bias = load(c.bias + row);
    for (Index j = 0; j < columns; ++j) {
      T* to = c.data + row + j * c.step;
      Vector<T> values = load_vector(sums + j * height * length + row);
      if (c.add) values = load(to) + values;
      if (c.bias != nullptr) values += bias;
      whole ? store_vector(values, to) : valid.store(values, to);
    }
  }
}

/// c = or += panel · strip, for a panel that is `height` registers high and the strip's first columns.
template <class T, int height, int columns>
void micro_kernel(const T* panel, const T* strip, Index depth, const Piece<T>& c) {
  constexpr Index length = vector_length<T>;
  Vector<T> sums[height * columns] = {};
  for (Index k = 0; k < depth; ++k) {
    Vector<T> a[height];
    for (int h = 0; h < height; ++h) a[h] = load_vector(panel + (k * height + h) * length);
    for (int j = 0; j < columns; ++j)
      for (int h = 0; h < height; ++h)
        sums[j * height + h] = multiply_add(a[h], strip[k * strip_columns + j], sums[j * height + h]);
  }
  // Only a loop that is unrolled may touch the sums: else they would have to live in memory all the time.
  alignas(alignment) T stored[Index{height} * columns * length];
  for (int i = 0; i < height * columns; ++i) store_vector(sums[i], stored + i * length);
  finish<T, height>(stored, columns, c);
}

/// The micro-kernel for a number of columns that is known at run time only.
template <class T, int height, int most = strip_columns>
void micro_kernel_of(Index columns, const T* panel, const T* strip, Index depth, const Piece<T>& c) {
  if (columns == most) return micro_kernel<T, height, most>(panel, strip, depth, c);
  if constexpr (most > 1) micro_kernel_of<T, height, most - 1>(columns, panel, strip, depth, c);
}

/// C = or += a panel of A (`height` registers high) · all strips of B.
template <class T, int height>
void multiply_panel(Strided<T> A, const T* strips, Index depth, Index columns, Piece<T> c) {
  alignas(alignment) T panel[height * vector_length<T> * depth_block];
  pack<T, height * vector_length<T>>(A, c.rows, depth, panel);
  for (Index j = 0; j < columns; j += strip_columns) {
    micro_kernel_of<T, height>(std::min(strip_columns, columns - j), panel, strips + j * depth, depth, c);
    c.data += strip_columns * c.step;
  }
}

/// C (rows × columns) = A (rows × depth) · B (depth × columns), or += where `add`, plus `bias` on each column unless it
/// is null. C is column-major with step `c_step`; columns ≤ tile_columns. Works on the stack alone.
template <class T>
void multiply_tile(Strided<T> A, Strided<T> B, Index rows, Index depth, Index columns, bool add, T* C, Index c_step,
                   const T* bias = nullptr) {
  alignas(alignment) T strips[tile_columns<T> * depth_block];
  for (Index k = 0; k < depth; k += depth_block) {
    const Index deep = std::min(depth_block, depth - k);
    for (Index j = 0; j < columns; j += strip_columns)
      pack<T, strip_columns>({B.at(k, j), B.column_step, B.row_step}, columns - j, deep, strips + j * deep);
    const bool last = k + deep == depth;
    for (Index i = 0; i < rows; i += panel_rows<T>) {
      const Strided<T> panel{A.at(i, k), A.row_step, A.column_step};
      const Piece<T> c{C + i, c_step, rows - i, add || k > 0, last && bias != nullptr ? bias + i : nullptr};
      rows - i > vector_length<T> ? multiply_panel<T, 2>(panel, strips, deep, columns, c)
                                  : multiply_panel<T, 1>(panel, strips, deep, columns, c);
    }
  }
}

}  // namespace mlp
