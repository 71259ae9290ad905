#pragma once
// The product of a panel of A and a strip of B, whose sums all stay in registers: two registers of rows times twelve
// columns, with AVX-512. All loops over them are inlined and unrolled, by order: compilers unroll what is short, and
// some too late, and then an array of sums lives in memory.

#include <algorithm>

#include "beside_product.h"
#include "mlp/core/vector.h"
#include "packing.h"

namespace mlp {

/// Where the product of a panel and a strip goes.
template <class T>
struct Piece {
  T* data;
  Index step;     // from a column to the next
  Index rows;     // that there are
  bool add;       // to what is there; else it is overwritten
  const T* bias;  // of these rows, added in the end; or null

  /// What of it begins at an element.
  Piece from(Index row, Index column) const {
    return {data + row + column * step, step, rows - row, add, bias == nullptr ? nullptr : bias + row};
  }
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

/// c = or += sums, which stay in registers: loops over them are inlined and unrolled.
template <class T, int height, int columns>
[[gnu::always_inline]] inline void finish(Vector<T> (&sums)[height * columns], const Piece<T>& c) {
  constexpr Index length = vector_length<T>;
  constexpr int count = height * columns;
  if (c.rows < height * length) {
    alignas(alignment) T stored[Index{count} * length];
#pragma GCC unroll 24
    for (int i = 0; i < count; ++i) store_vector(sums[i], stored + i * length);
    return finish_part<T, height>(stored, columns, c);
  }
  T* const data = c.data;  // a store might change what `c` refers to, as far as the compiler knows
  const Index step = c.step;
  const auto at = [data, step](int i) { return data + i % height * length + i / height * step; };
  if (c.add) {
#pragma GCC unroll 24
    for (int i = 0; i < count; ++i) sums[i] = load_vector(at(i)) + sums[i];
  }
  if (c.bias != nullptr) {
#pragma GCC unroll 24
    for (int i = 0; i < count; ++i) sums[i] += load_vector(c.bias + i % height * length);
  }
#pragma GCC unroll 24
  for (int i = 0; i < count; ++i) store_vector(sums[i], at(i));
}

/// Has a piece of C fetched to the nearest cache, as it will be read and written in the end. All at once: from afar it
/// would hold the product up.
template <class T, int height, int columns>
[[gnu::noinline]] void fetch_piece(const Piece<T>& c) {
  for (int j = 0; j < columns; ++j)
    for (int h = 0; h < height; ++h) __builtin_prefetch(c.data + h * vector_length<T> + j * c.step, 1, 3);
}

/// Some columns of B: from one row, or one column, to the next it is `step` numbers.
template <class T>
struct Strip {
  const T* data;
  Index step;
};

/// Reads a strip row by row.
template <class T, Layout layout>
class StripRows {
 public:
  explicit StripRows(const Strip<T>& strip) : step_(strip.step) {
    for (Index n = 0; n < pointers; ++n) from_[n] = strip.data + n * together * step_;
  }
  T operator[](Index j) const {
    if constexpr (layout == Layout::rows_in_one_piece) return from_[0][j];
    return from_[j / together][j % together * step_];
  }
  void next() {
    for (Index n = 0; n < pointers; ++n) from_[n] += layout == Layout::rows_in_one_piece ? step_ : 1;
  }

 private:
  // Columns that share a pointer: an address may be a register plus once or twice another.
  static constexpr Index together = 3;
  static constexpr Index pointers = layout == Layout::rows_in_one_piece ? 1 : (strip_columns + together - 1) / together;
  Index step_;
  const T* from_[pointers];
};

/// Some rows of A, whose columns lie in one piece each: from one to the next it is `step` numbers.
template <class T>
struct Panel {
  const T* data;
  Index step;
};

/// The next steps along the depth: sums += a column of the panel · a row of the strip.
template <class T, int height, int columns, Layout layout>
[[gnu::always_inline]] inline void add_products(Index steps, Panel<T>& panel, StripRows<T, layout>& b,
                                                Vector<T> (&sums)[height * columns]) {
  for (; steps > 0; --steps) {
    Vector<T> a[height];
#pragma GCC unroll 24
    for (int h = 0; h < height; ++h) a[h] = load_vector(panel.data + h * vector_length<T>);
    panel.data += panel.step;
#pragma GCC unroll 24
    for (int j = 0; j < columns; ++j) {
      const T factor = b[j];
#pragma GCC unroll 24
      for (int h = 0; h < height; ++h) sums[j * height + h] = multiply_add(a[h], factor, sums[j * height + h]);
    }
    b.next();
  }
}

/// c = or += panel · strip, for a panel that is `height` registers high and the strip's first columns. Best where c is
/// near.
template <class T, int height, int columns, Layout layout>
[[gnu::noinline]] void micro_kernel(Panel<T> panel, const Strip<T>& strip, Index depth, const Piece<T>& c) {
  fetch_piece<T, height, columns>(c);
  StripRows<T, layout> b(strip);
  Vector<T> sums[height * columns];
#pragma GCC unroll 24
  for (int i = 0; i < height * columns; ++i) sums[i] = Vector<T>{};
  add_products<T, height, columns>(depth, panel, b, sums);
  finish<T, height, columns>(sums, c);
}

/// The same, and `beside` is called every few steps.
template <class T, int height, int columns, Layout layout, class Beside>
[[gnu::noinline]] void micro_kernel_beside(Panel<T> panel, const Strip<T>& strip, Index depth, const Piece<T>& c,
                                           Beside& beside) {
  StripRows<T, layout> b(strip);
  Vector<T> sums[height * columns];
#pragma GCC unroll 24
  for (int i = 0; i < height * columns; ++i) sums[i] = Vector<T>{};
  const Index interval = steps_between(depth);
  for (Index left = depth; left > 0; left -= interval) {
    beside();
    add_products<T, height, columns>(std::min(left, interval), panel, b, sums);
  }
  finish<T, height, columns>(sums, c);
}

/// micro_kernel() for a number of columns that is known at run time only.
template <class T, int height, Layout layout, int most = strip_columns>
void micro_kernel_of(Index columns, const Panel<T>& panel, const Strip<T>& strip, Index depth, const Piece<T>& c) {
  if (columns == most) return micro_kernel<T, height, most, layout>(panel, strip, depth, c);
  if constexpr (most > 1) micro_kernel_of<T, height, layout, most - 1>(columns, panel, strip, depth, c);
}

}  // namespace mlp
