#pragma once
// A matrix that fits into a few registers, and loops that are written out.

#include <type_traits>
#include <utility>

#include "mlp/core/types.h"

namespace mlp {

/// A of at most a register of rows and of columns: element (i, k) stands at data[i + k * step].
template <class T>
struct SmallMatrix {
  const T* data;
  Index step;
  Index rows, columns;
};

/// Calls body with 0, 1, … as constants, written out one after the other: so an array of sums stays in registers.
template <int count, class Body>
[[gnu::always_inline]] inline void unrolled(const Body& body) {
  [&]<int... i>(std::integer_sequence<int, i...>) { (body(std::integral_constant<int, i>()), ...); }
  (std::make_integer_sequence<int, count>());
}

}  // namespace mlp
