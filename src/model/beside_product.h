#pragma once
// What a micro-kernel does beside its product, a little every few steps of its loop. The next panel's numbers come from
// afar: asked for one after the other all the time, they do not hold the product up.

#include <algorithm>

#include "mlp/core/fetch.h"
#include "mlp/core/vector.h"
#include "packing.h"

namespace mlp {

/// What is done beside a product: nothing.
struct Nothing {
  void operator()() {}
};

/// Packs a panel whose columns lie in one piece each: a column at each call. It is asked for some calls before, so that
/// it has come from wherever it was.
template <class T>
class PanelCopy {
 public:
  PanelCopy(Strided<T> A, Index depth, T* packed) : from_(A.data), step_(A.column_step), left_(depth), to_(packed) {}

  /// Calls that it takes.
  static Index calls(Index depth) { return depth + ahead; }

  void operator()() {
    constexpr Index length = vector_length<T>;
    __builtin_prefetch(from_);
    __builtin_prefetch(from_ + length);
    from_ += step_;
    if (++calls_ <= ahead || left_ == 0) return;
    const T* const column = from_ - (ahead + 1) * step_;
    store_vector(load_vector(column), to_);
    store_vector(load_vector(column + length), to_ + length);
    to_ += panel_rows<T>;
    --left_;
  }

  void finish() {
    while (left_ > 0) (*this)();
  }

 private:
  static constexpr Index ahead = 16;
  const T* from_;
  Index step_, left_, calls_ = 0;
  T* to_;
};

/// Has a panel whose rows lie in one piece each fetched to the second-level cache: a line at each call.
template <class T>
class PanelFetch {
 public:
  PanelFetch(Strided<T> A, Index depth) : row_(A.data), step_(A.row_step), depth_(depth) {}

  static Index calls(Index depth) { return panel_rows<T> * (depth / line_length<T> + 1); }

  void operator()() {
    if (rows_ == 0) return;
    __builtin_prefetch(row_ + next_, 0, 2);
    next_ += line_length<T>;
    if (next_ < depth_) return;
    next_ = 0;
    row_ += step_;
    --rows_;
  }

 private:
  const T* row_;
  Index step_, depth_, next_ = 0, rows_ = panel_rows<T>;
};

/// Does something beside a product, in steps of it that are evenly spread.
template <class Work>
class Interleaved {
 public:
  /// Spreads `calls` calls of `work` over `steps` steps of the product: at most one a step, so that some may be left.
  Interleaved(const Work& work, Index calls, Index steps) : work_(work), interval_(std::max<Index>(1, steps / calls)) {}

  [[gnu::always_inline]] void operator()() {
    if (++waited_ < interval_) return;
    waited_ = 0;
    work_();
  }

  Work& work() { return work_; }

 private:
  Work work_;
  Index interval_, waited_ = 0;
};

}  // namespace mlp
