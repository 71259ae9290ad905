#pragma once
// Panels and strips of a product, packed: copied side by side in the order in which the micro-kernel reads them.

#include <algorithm>

#include "mlp/core/fetch.h"
#include "mlp/core/vector.h"
#include "transpose.h"

namespace mlp {

/// A matrix somewhere in memory: element (i, j) stands at data[i * row_step + j * column_step].
template <class T>
struct Strided {
  const T* data;
  Index row_step, column_step;

  const T* at(Index i, Index j) const { return data + i * row_step + j * column_step; }
};

/// How a matrix lies in memory. Packed strips consist of rows.
enum class Layout { rows_in_one_piece, columns_in_one_piece };

/// The micro-kernel's piece of C: two registers high, and as many columns wide as leaves all its sums in registers.
template <class T>
inline constexpr Index panel_rows = 2 * vector_length<T>;
inline constexpr Index strip_columns = vector_bytes == 64 ? 12 : 6;

// How much earlier squares of a panel that is transposed are asked for than they are needed: some 200 cycles.
inline constexpr Index squares_ahead = 3;

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
      for (Index i = 0; i < length; ++i) {
        square[i] = load_vector(A.at(std::min(i, last), k));
        __builtin_prefetch(A.at(std::min(i, last), k + squares_ahead * length));
      }
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

/// True for a matrix of so many numbers that the second-level cache cannot keep it until it is read again.
template <class T>
constexpr bool is_far(Index numbers) {
  return numbers * static_cast<Index>(sizeof(T)) >= second_level_cache;
}

/// Packs B's columns as strips. Where its rows lie in one piece each, some rows are packed for all strips before the
/// next: a strip alone would read less than a line of the cache from each row.
template <class T>
void pack_strips(Strided<T> B, Index depth, Index columns, T* strips) {
  const bool far = B.column_step == 1 && is_far<T>(B.row_step * depth);
  const Index together = far ? 8 : depth;
  for (Index k = 0; k < depth; k += together)
    for (Index j = 0; j < columns; j += strip_columns)
      pack<T, strip_columns>({B.at(k, j), B.column_step, B.row_step}, columns - j, std::min(together, depth - k),
                             strips + j * depth + k * strip_columns);
}

}  // namespace mlp
