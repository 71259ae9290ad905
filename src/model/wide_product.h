#pragma once
// C = A·B or C += A·B for any number of columns, cut into tiles. Where A is far, a panel of it that is fetched for 288
// columns costs too much; for more columns there is another way round the caches, that of Goto & van de Geijn 2008: B's
// strips of up to 1152 columns stay in the second-level cache or behind it, each comes to the nearest cache once for
// each block of A's rows, whose panels, packed together, are read from the second-level cache.

#include <algorithm>

#include "cut.h"
#include "product.h"

namespace mlp {

/// The widest tile of a product whose A is far.
template <class T>
inline constexpr Index wide_columns = Index{1152} * 4 / static_cast<Index>(sizeof(T));

/// The rows of a block of A: 393 KB for a block of the depth.
template <class T>
inline constexpr Index wide_rows = Index{384} * 4 / static_cast<Index>(sizeof(T));
static_assert(wide_rows<float> % panel_rows<float> == 0 && wide_rows<double> % panel_rows<double> == 0);
static_assert(wide_columns<float> % strip_columns == 0 && wide_columns<double> % strip_columns == 0);

// How many columns of A earlier they are asked for than they are packed.
inline constexpr Index columns_ahead = 4;

/// The number of rows of the panel that begins where there are `rows` left.
template <class T>
constexpr Index panel_height(Index rows) {
  return rows <= vector_length<T> ? vector_length<T> : panel_rows<T>;
}

/// Packs A's rows as panels, one after the other. Where its columns lie in one piece each, a column is packed for all
/// whole panels before the next: so it is read from memory in one piece.
template <class T>
void pack_panels(Strided<T> A, Index rows, Index depth, T* panels) {
  Index row = 0;
  if (A.row_step == 1) {
    const Index whole = rows / panel_rows<T> * panel_rows<T>;
    for (Index k = 0; k < depth; ++k) {
      for (row = 0; row < whole; row += vector_length<T>) {
        __builtin_prefetch(A.at(row, k + columns_ahead));
        const Index panel = row / panel_rows<T> * panel_rows<T>;
        store_vector(load_vector(A.at(row, k)), panels + panel * depth + k * panel_rows<T> + row - panel);
      }
    }
  }
  for (; row < rows; row += panel_rows<T>) {
    const Strided<T> rest{A.at(row, 0), A.row_step, A.column_step};
    if (panel_height<T>(rows - row) == panel_rows<T>)
      pack<T, panel_rows<T>>(rest, rows - row, depth, panels + row * depth);
    else
      pack<T, vector_length<T>>(rest, rows - row, depth, panels + row * depth);
  }
}

/// C = or += a block of A, packed as panels, · all strips of B. While a piece of C is made, the next is fetched.
template <class T>
void multiply_panels(const T* panels, const Strips<T>& strips, Index depth, const Piece<T>& c) {
  constexpr Layout layout = Layout::rows_in_one_piece;
  for (Index n = 0; n * strip_columns < strips.columns; ++n) {
    const Index columns = std::min(strip_columns, strips.columns - n * strip_columns);
    for (Index row = 0; row < c.rows; row += panel_rows<T>) {
      const Piece<T> piece = c.from(row, n * strip_columns);
      const Index height = panel_height<T>(piece.rows);
      const Panel<T> panel{panels + row * depth, height};
      if (height < panel_rows<T>) {
        micro_kernel_of<T, 1, layout>(columns, panel, strips.at(n), depth, piece);
      } else if (columns < strip_columns) {
        micro_kernel_of<T, 2, layout>(columns, panel, strips.at(n), depth, piece);
      } else {
        const T* const next = piece.rows > height ? piece.data + height : c.data + (n + 1) * strip_columns * c.step;
        PieceFetch<T> fetch(next, c.step);
        micro_kernel_beside<T, 2, strip_columns, layout>(panel, strips.at(n), depth, piece, fetch);
      }
    }
  }
}

/// multiply_tile() for a tile of up to wide_columns. Takes 1.6 MB of the stack and no other memory.
template <class T>
[[gnu::noinline]] void multiply_wide_tile(Strided<T> A, Strided<T> B, Index rows, Index depth, Index columns, bool add,
                                          T* C, Index c_step, const T* bias) {
  alignas(alignment) T packed[wide_columns<T> * depth_block], panels[wide_rows<T> * depth_block];
  for (Index k = 0; k < depth; k += depth_block) {
    const Index deep = std::min(depth_block, depth - k);
    const bool last = k + deep == depth;
    pack_strips<T>({B.at(k, 0), B.row_step, B.column_step}, deep, columns, packed);
    const Strips<T> strips{packed, strip_columns * deep, strip_columns, columns};
    for (Index row = 0; row < rows; row += wide_rows<T>) {
      const Index together = std::min(wide_rows<T>, rows - row);
      pack_panels<T>({A.at(row, k), A.row_step, A.column_step}, together, deep, panels);
      const T* const block_bias = last && bias != nullptr ? bias + row : nullptr;
      multiply_panels<T>(panels, strips, deep, {C + row, c_step, together, add || k > 0, block_bias});
    }
  }
}

/// True where A is too large for the second-level cache to keep a block of its depth.
template <class T>
bool block_is_far(const Strided<T>& A, Index rows, Index depth) {
  const Index deep = std::min(depth, depth_block);
  return is_far<T>(A.row_step == 1 ? A.column_step * deep : rows * deep);
}

/// How many columns had better be multiplied together.
template <class T>
Index columns_of_tile(const Strided<T>& A, Index rows, Index depth) {
  return block_is_far(A, rows, depth) ? wide_columns<T> : tile_columns<T>;
}

/// C (rows × columns) = A (rows × depth) · B (depth × columns), or += where `add`, plus `bias` on each column unless it
/// is null. C is column-major with step `c_step`.
template <class T>
void multiply(Strided<T> A, Strided<T> B, Index rows, Index depth, Index columns, bool add, T* C, Index c_step,
              const T* bias = nullptr) {
  const Index width = equal_width(columns, columns_of_tile(A, rows, depth), strip_columns);
  const bool wide = block_is_far(A, rows, depth) && (width > tile_columns<T> || A.row_step != 1);
  for (Index j = 0; j < columns; j += width) {
    const Strided<T> b{B.at(0, j), B.row_step, B.column_step};
    const Index count = std::min(width, columns - j);
    (wide ? multiply_wide_tile<T> : multiply_tile<T>)(A, b, rows, depth, count, add, C + j * c_step, c_step, bias);
  }
}

}  // namespace mlp
