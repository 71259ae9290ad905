#pragma once
// C = A·B or C += A·B for one tile, by packed panels and a micro-kernel that keeps its piece of C in registers (Goto &
// van de Geijn 2008, "Anatomy of high-performance matrix multiplication").
//
// A panel of A is as many rows as one or two registers have, a strip of B is `strip_columns` columns. The micro-kernel
// multiplies a panel with a strip. Its accumulators start at 0 for each block of the depth and are added to C at the
// end: the order of additions that kernels.h promises. Panels and strips are read where they lie, or packed before, as
// is faster; the numbers are the same.

#include <algorithm>

#include "mlp/core/vector.h"
#include "mlp/model/kernels.h"
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

/// The widest tile that multiply_tile takes. A panel of A is fetched once for all its columns, so the more the better,
/// as long as the strips (590 KB) stay in the second-level cache.
template <class T>
inline constexpr Index tile_columns = Index{576} * 4 / static_cast<Index>(sizeof(T));
static_assert(tile_columns<float> % strip_columns == 0 && tile_columns<double> % strip_columns == 0);

// How much earlier numbers that come from afar are asked for than they are needed, some 200 cycles: columns of a panel
// that is multiplied, and squares of one that is transposed.
inline constexpr Index columns_ahead = 16, squares_ahead = 3;

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

/// True for a matrix of so many numbers that the second-level cache (1 MB) cannot keep it until it is read again.
template <class T>
constexpr bool is_far(Index numbers) {
  return numbers * static_cast<Index>(sizeof(T)) > Index{1} << 20;
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

/// Where the product of a panel and a strip goes.
template <class T>
struct Piece {
  T* data;
  Index step;     // from a column to the next
  Index rows;     // that there are
  bool add;       // to what is there; else it is overwritten
  const T* bias;  // of these rows, added in the end; or null
};

/// c = or += sums, whose columns are `height` registers high, where c has fewer rows than that.
template <class T, int height>
void finish_part(const T* sums, Index columns, const Piece<T>& c) {
  constexpr Index length = vector_length<T>;
  for (Index h = 0; h < height; ++h) {
    const Index row = h * length;
    const First<T> valid(c.rows - row);
    Vector<T> bias{};
    if (c.bias != nullptr) bias = valid.load(c.bias + row);
    for (Index j = 0; j < columns; ++j) {
      T* to = c.data + row + j * c.step;
      Vector<T> values = load_vector(sums + j * height * length + row);
      if (c.add) values = valid.load(to) + values;
      if (c.bias != nullptr) values += bias;
      valid.store(values, to);
    }
  }
}

/// c = or += sums. Only loops that are unrolled may touch the sums: else they would have to live in memory all the
/// time.
template <class T, int height, int columns>
void finish(Vector<T> (&sums)[height * columns], const Piece<T>& c) {
  constexpr Index length = vector_length<T>;
  if (c.rows < height * length) {
    alignas(alignment) T stored[Index{height} * columns * length];
    for (int i = 0; i < height * columns; ++i) store_vector(sums[i], stored + i * length);
    return finish_part<T, height>(stored, columns, c);
  }
  const auto at = [&c](int i) { return c.data + i % height * length + i / height * c.step; };
  if (c.add)
    for (int i = 0; i < height * columns; ++i) sums[i] = load_vector(at(i)) + sums[i];
  if (c.bias != nullptr)
    for (int i = 0; i < height * columns; ++i) sums[i] += load_vector(c.bias + i % height * length);
  for (int i = 0; i < height * columns; ++i) store_vector(sums[i], at(i));
}

/// Has the piece fetched to the nearest cache, as it will be read and written when the sums are complete.
template <class T, int height, int columns>
void prefetch_piece(const Piece<T>& c) {
  for (int j = 0; j < columns; ++j)
    for (int h = 0; h < height; ++h) __builtin_prefetch(c.data + h * vector_length<T> + j * c.step, 1, 3);
}

/// How the numbers of a strip of B lie. One that is packed consists of rows.
enum class Lie { rows_in_one_piece, columns_in_one_piece };

/// Some columns of B: from one row, or one column, to the next it is `step` numbers.
template <class T>
struct Strip {
  const T* data;
  Index step;
};

/// Reads a strip row by row.
template <class T, Lie lie>
class StripRows {
 public:
  explicit StripRows(const Strip<T>& strip) : step_(strip.step) {
    for (Index n = 0; n < pointers; ++n) from_[n] = strip.data + n * together * step_;
  }
  T operator[](Index j) const {
    if constexpr (lie == Lie::rows_in_one_piece) return from_[0][j];
    return from_[j / together][j % together * step_];
  }
  void next() {
    for (Index n = 0; n < pointers; ++n) from_[n] += lie == Lie::rows_in_one_piece ? step_ : 1;
  }

 private:
  // Columns that share a pointer: an address may be a register plus once or twice another.
  static constexpr Index together = 3;
  static constexpr Index pointers = lie == Lie::rows_in_one_piece ? 1 : (strip_columns + together - 1) / together;
  Index step_;
  const T* from_[pointers];
};

/// Some rows of A, whose columns lie in one piece each: from one to the next it is `step` numbers.
template <class T>
struct Panel {
  const T* data;
  Index step;
};

/// c = or += panel · strip, for a panel that is `height` registers high and the strip's first columns. A kernel that
/// packs stores the panel's columns side by side on the way.
template <class T, int height, int columns, Lie lie, bool packs = false>
void micro_kernel(const Panel<T>& panel, const Strip<T>& strip, Index depth, const Piece<T>& c, T* packed = nullptr) {
  constexpr Index length = vector_length<T>;
  prefetch_piece<T, height, columns>(c);
  StripRows<T, lie> b(strip);
  Vector<T> sums[height * columns] = {};
  const T* from = panel.data;
  for (Index k = 0; k < depth; ++k) {
    Vector<T> a[height];
    for (int h = 0; h < height; ++h) {
      a[h] = load_vector(from + h * length);
      if constexpr (packs) {
        __builtin_prefetch(from + h * length + columns_ahead * panel.step);
        store_vector(a[h], packed + (k * height + h) * length);
      }
    }
    from += panel.step;
    for (int j = 0; j < columns; ++j)
      for (int h = 0; h < height; ++h) sums[j * height + h] = multiply_add(a[h], b[j], sums[j * height + h]);
    b.next();
  }
  finish<T, height, columns>(sums, c);
}

/// The micro-kernel for a number of columns that is known at run time only.
template <class T, int height, Lie lie, int most = strip_columns>
void micro_kernel_of(Index columns, const Panel<T>& panel, const Strip<T>& strip, Index depth, const Piece<T>& c) {
  if (columns == most) return micro_kernel<T, height, most, lie>(panel, strip, depth, c);
  if constexpr (most > 1) micro_kernel_of<T, height, lie, most - 1>(columns, panel, strip, depth, c);
}

/// The strips of B for a block of the depth. Strip n is data + n · distance.
template <class T>
struct Strips {
  const T* data;
  Index distance, step;
  Index columns;  // of all together
  Strip<T> at(Index n) const { return {data + n * distance, step}; }
};

/// C = or += a panel of A (`height` registers high) · all strips of B. A panel whose columns lie in one piece each is
/// read where it lies, unless it is `far`: then the kernel of the first strip packs it.
template <class T, int height, Lie lie>
void multiply_panel(Strided<T> A, const Strips<T>& strips, Index depth, Piece<T> c, bool far) {
  constexpr Index rows = height * vector_length<T>;
  alignas(alignment) T packed[rows * depth_block];
  const Index count = (strips.columns + strip_columns - 1) / strip_columns;
  Panel<T> panel{A.data, A.column_step};
  const bool readable = A.row_step == 1 && c.rows >= rows;  // where it lies
  bool packs = readable && far && strips.columns >= strip_columns;
  if (!readable) {
    pack<T, rows>(A, c.rows, depth, packed);
    panel = {packed, rows};
  }
  for (Index n = 0; n < count; ++n) {
    if (packs) {
      micro_kernel<T, height, strip_columns, lie, true>(panel, strips.at(n), depth, c, packed);
      panel = {packed, rows};
      packs = false;
    } else {
      micro_kernel_of<T, height, lie>(std::min(strip_columns, strips.columns - n * strip_columns), panel, strips.at(n),
                                      depth, c);
    }
    c.data += strip_columns * c.step;
  }
}

/// C (rows × columns) = or += A · B for a block of the depth.
template <class T, Lie lie>
void multiply_block(Strided<T> A, const Strips<T>& strips, Index depth, Piece<T> c) {
  const Index rows = c.rows;
  const bool far = is_far<T>(rows * depth);
  for (Index i = 0; i < rows; i += panel_rows<T>) {
    const Strided<T> panel{A.at(i, 0), A.row_step, A.column_step};
    const Piece<T> piece{c.data + i, c.step, rows - i, c.add, c.bias == nullptr ? nullptr : c.bias + i};
    rows - i > vector_length<T> ? multiply_panel<T, 2, lie>(panel, strips, depth, piece, far)
                                : multiply_panel<T, 1, lie>(panel, strips, depth, piece, far);
  }
}

/// C (rows × columns) = A (rows × depth) · B (depth × columns), or += where `add`, plus `bias` on each column unless it
/// is null. C is column-major with step `c_step`; columns ≤ tile_columns. Works on the stack alone.
template <class T>
void multiply_tile(Strided<T> A, Strided<T> B, Index rows, Index depth, Index columns, bool add, T* C, Index c_step,
                   const T* bias = nullptr) {
  alignas(alignment) T packed[tile_columns<T> * depth_block];
  for (Index k = 0; k < depth; k += depth_block) {
    const Index deep = std::min(depth_block, depth - k);
    const bool last = k + deep == depth;
    const Piece<T> c{C, c_step, rows, add || k > 0, last ? bias : nullptr};
    const Strided<T> a{A.at(0, k), A.row_step, A.column_step}, b{B.at(k, 0), B.row_step, B.column_step};
    if (b.column_step == 1 && !is_far<T>(b.row_step * deep)) {
      multiply_block<T, Lie::rows_in_one_piece>(a, {b.data, strip_columns, b.row_step, columns}, deep, c);
    } else if (b.row_step == 1 && !is_far<T>(b.column_step * columns)) {
      multiply_block<T, Lie::columns_in_one_piece>(a, {b.data, strip_columns * b.column_step, b.column_step, columns},
                                                   deep, c);
    } else {
      pack_strips<T>(b, deep, columns, packed);
      multiply_block<T, Lie::rows_in_one_piece>(a, {packed, strip_columns * deep, strip_columns, columns}, deep, c);
    }
  }
}

}  // namespace mlp
