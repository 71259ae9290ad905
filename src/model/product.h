#pragma once
// C = A·B or C += A·B for one tile, by packed panels and a micro-kernel that keeps its piece of C in registers (Goto &
// van de Geijn 2008, "Anatomy of high-performance matrix multiplication").
//
// A panel of A holds `panel_rows` rows, a column after the other, padded with zeros; the micro-kernel multiplies it
// with up to `panel_columns` columns of B. Its accumulators start at 0 for each block of the depth and are added to C
// at the end: the order of additions that kernels.h promises.

#include <algorithm>

#include "mlp/model/kernels.h"
#include "mlp/model/vector.h"

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
inline constexpr Index panel_columns = vector_bytes == 64 ? 12 : 6;

/// panel(:, k) = A(first_row …, first_depth + k) for k < depth; rows beyond `rows` are 0.
template <class T>
void pack_rows(Strided<T> A, Index rows, Index depth, T* panel) {
  constexpr Index height = panel_rows<T>;
  if (rows < height) std::fill(panel, panel + height * depth, T(0));
  if (A.row_step == 1) {
    for (Index k = 0; k < depth; ++k) std::copy_n(A.at(0, k), rows, panel + k * height);
  } else {
    for (Index i = 0; i < rows; ++i)
      for (Index k = 0; k < depth; ++k) panel[k * height + i] = *A.at(i, k);
  }
}

/// packed(k * columns + j) = B(k, j).
template <class T>
void pack_columns(Strided<T> B, Index depth, Index columns, T* packed) {
  if (B.column_step == 1) {
    for (Index k = 0; k < depth; ++k) std::copy_n(B.at(k, 0), columns, packed + k * columns);
  } else {
    for (Index j = 0; j < columns; ++j)
      for (Index k = 0; k < depth; ++k) packed[k * columns + j] = *B.at(k, j);
  }
}

/// One piece of C, (panel_rows × columns), as a sum over `depth`; b(k, j) stands at b[k * b_step + j].
template <class T, int columns>
void micro_kernel(const T* panel, const T* b, Index b_step, Index depth, bool add, T* c, Index c_step, Index rows) {
  constexpr Index length = vector_length<T>;
  Vector<T> upper[columns] = {}, lower[columns] = {};
  for (Index k = 0; k < depth; ++k) {
    Vector<T> a0, a1;
    __builtin_memcpy(&a0, panel + k * panel_rows<T>, sizeof a0);
    __builtin_memcpy(&a1, panel + k * panel_rows<T> + length, sizeof a1);
    for (int j = 0; j < columns; ++j) {
      const T bkj = b[k * b_step + j];
      upper[j] = multiply_add(a0, bkj, upper[j]);
      lower[j] = multiply_add(a1, bkj, lower[j]);
    }
  }
  for (int j = 0; j < columns; ++j) {
    T* column = c + j * c_step;
    T sums[panel_rows<T>];
    __builtin_memcpy(sums, &upper[j], sizeof upper[j]);
    __builtin_memcpy(sums + length, &lower[j], sizeof lower[j]);
    if (add) {
      for (Index i = 0; i < rows; ++i) column[i] += sums[i];
    } else {
      std::copy_n(sums, rows, column);
    }
  }
}

/// The micro-kernel for a number of columns that is known at run time only.
template <class T, int most = panel_columns>
void micro_kernel_of(Index columns, const T* panel, const T* b, Index b_step, Index depth, bool add, T* c, Index c_step,
                     Index rows) {
  if (columns == most) return micro_kernel<T, most>(panel, b, b_step, depth, add, c, c_step, rows);
  if constexpr (most > 1) micro_kernel_of<T, most - 1>(columns, panel, b, b_step, depth, add, c, c_step, rows);
}

/// The widest tile that multiply_tile takes.
inline constexpr Index tile_columns = 48;

/// C (rows × columns) = A (rows × depth) · B (depth × columns), or += where `add`. C is column-major with step
/// `c_step`; columns ≤ tile_columns. Works on the stack alone.
template <class T>
void multiply_tile(Strided<T> A, Strided<T> B, Index rows, Index depth, Index columns, bool add, T* C, Index c_step) {
  alignas(alignment) T panel[panel_rows<T> * depth_block];
  alignas(alignment) T packed[tile_columns * depth_block];
  for (Index k = 0; k < depth; k += depth_block) {
    const Index deep = std::min(depth_block, depth - k);
    pack_columns(Strided<T>{B.at(k, 0), B.row_step, B.column_step}, deep, columns, packed);
    for (Index i = 0; i < rows; i += panel_rows<T>) {
      const Index high = std::min(panel_rows<T>, rows - i);
      pack_rows(Strided<T>{A.at(i, k), A.row_step, A.column_step}, high, deep, panel);
      for (Index j = 0; j < columns; j += panel_columns)
        micro_kernel_of<T>(std::min(panel_columns, columns - j), panel, packed + j, columns, deep, add || k > 0,
                           C + i + j * c_step, c_step, high);
    }
  }
}

}  // namespace mlp
