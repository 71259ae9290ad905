#pragma once
// Numbers that another core has changed, or has read and we shall change, asked for before they are needed. One line of
// the cache after the other, each takes some 2 ns; one that is waited for takes 14.

#include "mlp/core/types.h"

namespace mlp {

/// What is taken for the size of a core's second-level cache, in bytes.
inline constexpr Index second_level_cache = Index{1} << 20;

template <class T>
inline constexpr Index line_length = static_cast<Index>(alignment / sizeof(T));

/// Asks for `count` numbers that will be read.
template <class T>
void fetch_to_read(const T* from, Index count) {
  for (Index i = 0; i < count; i += line_length<T>) __builtin_prefetch(from + i, 0, 2);
}

/// Asks for `count` numbers that will be written.
template <class T>
void fetch_to_write(const T* from, Index count) {
  for (Index i = 0; i < count; i += line_length<T>) __builtin_prefetch(from + i, 1, 2);
}

}  // namespace mlp
