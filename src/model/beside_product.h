#pragma once
// What a micro-kernel does beside its product, a little every few steps of its loop. Numbers that come from afar do not
// hold the product up where they are asked for one after the other all the time.

#include <algorithm>

#include "mlp/core/fetch.h"
#include "mlp/core/vector.h"
#include "packing.h"

namespace mlp {

/// Steps of a micro-kernel's loop between two calls of what is done beside it: so many that there is a call for each
/// column.
constexpr Index steps_between(Index depth) { return std::max<Index>(1, depth / strip_columns); }

/// What is done beside a product: nothing.
struct Nothing {
  void operator()() {}
};

/// Has a piece of C fetched to the nearest cache, where it will be written: a column at each call. Columns behind it
/// may come, too.
template <class T>
class PieceFetch {
 public:
  PieceFetch(const T* piece, Index step) : column_(piece), step_(step) {}

  void operator()() {
    for (Index row = 0; row < panel_rows<T>; row += line_length<T>) __builtin_prefetch(column_ + row, 1, 3);
    column_ += step_;
  }

 private:
  const T* column_;
  Index step_;
};

/// Packs a panel whose columns lie in one piece each: some columns at each call. One is asked for some columns before,
/// so that it has come from wherever it was.
template <class T>
class PanelCopy {
 public:
  /// While products of this depth with so many strips are made.
  PanelCopy(Strided<T> A, Index depth, Index strips, T* packed)
      : from_(A.data),
        step_(A.column_step),
        left_(depth),
        together_((depth + ahead - 1) / (strips * strip_columns) + 1),
        to_(packed) {}

  void operator()() {
    for (Index k = 0; k < together_; ++k) next();
  }

  void finish() {
    while (left_ > 0) next();
  }

 private:
  static constexpr Index ahead = 16;

  void next() {
    constexpr Index length = vector_length<T>;
    __builtin_prefetch(from_);
    __builtin_prefetch(from_ + length);
    from_ += step_;
    if (++asked_ <= ahead || left_ == 0) return;
    const T* const column = from_ - (ahead + 1) * step_;
    store_vector(load_vector(column), to_);
    store_vector(load_vector(column + length), to_ + length);
    to_ += panel_rows<T>;
    --left_;
  }

  const T* from_;
  Index step_, left_, together_, asked_ = 0;
  T* to_;
};

}  // namespace mlp
