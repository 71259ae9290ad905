#pragma once
// C = A·B or C += A·B for one tile, by panels and a micro-kernel that keeps its piece of C in registers (Goto & van de
// Geijn 2008, "Anatomy of high-performance matrix multiplication").
//
// A panel of A is as many rows as one or two registers have, a strip of B is `strip_columns` columns. The micro-kernel
// multiplies a panel with a strip. Its accumulators start at 0 for each block of the depth and are added to C at the
// end: the order of additions that kernels.h promises. Panels and strips are read where they lie, or packed before,
// as is faster; the numbers are the same.

#include <algorithm>

#include "beside_product.h"
#include "micro_kernel.h"
#include "mlp/model/kernels.h"
#include "packing.h"

namespace mlp {

/// The widest tile that multiply_tile takes. A panel of A is fetched once for all its columns, so the more the better,
/// as long as the strips (295 KB) stay in the second-level cache, with room for panels and pieces of C.
template <class T>
inline constexpr Index tile_columns = Index{288} * 4 / static_cast<Index>(sizeof(T));
static_assert(tile_columns<float> % strip_columns == 0 && tile_columns<double> % strip_columns == 0);

/// The strips of B for a block of the depth. Strip n is data + n · distance.
template <class T>
struct Strips {
  const T* data;
  Index distance, step;
  Index columns;  // of all together
  Strip<T> at(Index n) const { return {data + n * distance, step}; }
};

/// C = or += a panel of A (`height` registers high) · all strips of B, where A and C are near.
template <class T, int height, Layout layout>
void multiply_panel(const Panel<T>& panel, const Strips<T>& strips, Index depth, Piece<T> c) {
  const Index whole = strips.columns / strip_columns, rest = strips.columns - whole * strip_columns;
  for (Index n = 0; n < whole; ++n) {
    micro_kernel<T, height, strip_columns, layout>(panel, strips.at(n), depth, c);
    c.data += strip_columns * c.step;
  }
  if (rest > 0) micro_kernel_of<T, height, layout>(rest, panel, strips.at(whole), depth, c);
}

/// The same with `work` beside the whole strips. While a piece of C is made, the next is fetched.
template <class T, int height, Layout layout, class Work>
void multiply_panel_beside(const Panel<T>& panel, const Strips<T>& strips, Index depth, Piece<T> c, Work& work) {
  const T* const next_panel = c.data + height * vector_length<T>;
  const Index whole = strips.columns / strip_columns, rest = strips.columns - whole * strip_columns;
  for (Index n = 0; n < whole; ++n) {
    const bool last = n + 1 == whole && rest == 0;
    PieceFetch<T> next(last ? next_panel : c.data + strip_columns * c.step, c.step);
    auto beside = [&work, &next] { work(), next(); };
    micro_kernel_beside<T, height, strip_columns, layout>(panel, strips.at(n), depth, c, beside);
    c.data += strip_columns * c.step;
  }
  if (rest > 0) micro_kernel_of<T, height, layout>(rest, panel, strips.at(whole), depth, c);
}

/// C = or += A · B for a block of the depth. A panel whose columns lie in one piece each is read where it lies, unless
/// it is far: then it is packed while the one before is multiplied. Others are packed at once.
template <class T, Layout layout>
class BlockProduct {
 public:
  static constexpr Index packed_size = panel_rows<T> * depth_block;  // of a panel

  /// `packed` has room for two panels.
  BlockProduct(Strided<T> A, const Strips<T>& strips, Index depth, const Piece<T>& c, T* packed)
      : A_(A),
        strips_(strips),
        depth_(depth),
        c_(c),
        packed_(packed),
        in_columns_(A.row_step == 1),
        far_(in_columns_ && is_far<T>(A.column_step * depth)),
        c_is_far_(is_far<T>(c.step * strips.columns)) {}

  void multiply() {
    for (Index i = 0; i < c_.rows; i += panel_rows<T>) {
      const Index left = c_.rows - i;
      if (left <= vector_length<T>) {
        multiply_panel<T, 1, layout>(panel_at<1>(i), strips_, depth_, c_.from(i, 0));
      } else if (far_ && left >= 2 * panel_rows<T> && strips_.columns >= strip_columns) {
        multiply_far(i);
      } else if (c_is_far_) {
        Nothing nothing;
        multiply_panel_beside<T, 2, layout>(panel_at<2>(i), strips_, depth_, c_.from(i, 0), nothing);
      } else {
        multiply_panel<T, 2, layout>(panel_at<2>(i), strips_, depth_, c_.from(i, 0));
      }
    }
  }

 private:
  Strided<T> rows_from(Index i) const { return {A_.at(i, 0), A_.row_step, A_.column_step}; }
  T* packed(Index i) const { return packed_ + i / panel_rows<T> % 2 * packed_size; }

  /// The panel of the rows from i on, which is packed where it must be and has not been.
  template <int height>
  Panel<T> panel_at(Index i) {
    constexpr Index rows = height * vector_length<T>;
    if (in_columns_ && !far_ && c_.rows - i >= rows) return {A_.at(i, 0), A_.column_step};
    if (i != packed_before_) pack<T, rows>(rows_from(i), c_.rows - i, depth_, packed(i));
    return {packed(i), rows};
  }

  /// The product of the rows from i on. Packs the next beside it.
  void multiply_far(Index i) {
    const Index next = i + panel_rows<T>;
    PanelCopy<T> copy(rows_from(next), depth_, strips_.columns / strip_columns, packed(next));
    multiply_panel_beside<T, 2, layout>(panel_at<2>(i), strips_, depth_, c_.from(i, 0), copy);
    copy.finish();
    packed_before_ = next;
  }

  const Strided<T> A_;
  const Strips<T>& strips_;
  const Index depth_;
  const Piece<T> c_;
  T* const packed_;
  const bool in_columns_, far_, c_is_far_;
  Index packed_before_ = -1;  // the first row of the panel that was packed while another was multiplied
};

template <class T, Layout layout>
void multiply_block(Strided<T> A, const Strips<T>& strips, Index depth, const Piece<T>& c) {
  alignas(alignment) T packed[2 * BlockProduct<T, layout>::packed_size];
  BlockProduct<T, layout>(A, strips, depth, c, packed).multiply();
}

/// C (rows × columns) = A (rows × depth) · B (depth × columns), or += where `add`, plus `bias` on each column unless it
/// is null. C is column-major with step `c_step`; columns ≤ tile_columns. Works on the stack alone.
template <class T>
void multiply_tile(Strided<T> A, Strided<T> B, Index rows, Index depth, Index columns, bool add, T* C, Index c_step,
                   const T* bias) {
  alignas(alignment) T packed[tile_columns<T> * depth_block];
  for (Index k = 0; k < depth; k += depth_block) {
    const Index deep = std::min(depth_block, depth - k);
    const bool last = k + deep == depth;
    const Piece<T> c{C, c_step, rows, add || k > 0, last ? bias : nullptr};
    const Strided<T> a{A.at(0, k), A.row_step, A.column_step}, b{B.at(k, 0), B.row_step, B.column_step};
    if (b.column_step == 1 && !is_far<T>(b.row_step * deep)) {
      multiply_block<T, Layout::rows_in_one_piece>(a, {b.data, strip_columns, b.row_step, columns}, deep, c);
    } else if (b.row_step == 1 && !is_far<T>(b.column_step * columns)) {
      multiply_block<T, Layout::columns_in_one_piece>(
          a, {b.data, strip_columns * b.column_step, b.column_step, columns}, deep, c);
    } else {
      pack_strips<T>(b, deep, columns, packed);
      multiply_block<T, Layout::rows_in_one_piece>(a, {packed, strip_columns * deep, strip_columns, columns}, deep, c);
    }
  }
}

}  // namespace mlp
