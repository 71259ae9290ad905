#pragma once
// For elementwise formulas of several steps. Written on whole arrays, each intermediate result would be an array of its
// own, or be computed again wherever it is used. On a lane, a few registers' worth of numbers, it stays in a register.

#include <algorithm>
#include <type_traits>

#include "mlp/core/types.h"

namespace mlp {

template <class T>
using Lane = Eigen::Array<T, padding, 1>;

// GCC 12 takes the undefined operands of its own AVX-512 functions for a mistake of their caller (its bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#endif
/// e^x of each element.
template <class T>
Lane<T> exp_of(const Lane<T>& x) {
  return x.exp();
}
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/// Calls body(first element, number of them) for each lane of `size` elements; only the last may have fewer.
template <class Body>
void for_each_lane(Index size, const Body& body) {
  for (Index first = 0; first < size; first += padding) body(first, std::min(padding, size - first));
}

/// The lane at `from`, of which only the first `count` elements may be read; the others are 0.
template <class T>
Lane<T> load_lane(const T* from, Index count) {
  if (count == padding) return Eigen::Map<const Lane<T>>(from);
  Lane<T> lane = Lane<T>::Zero();
  std::copy_n(from, count, lane.data());
  return lane;
}

template <class T>
void store_lane(const Lane<T>& lane, Index count, T* to) {
  if (count < padding) {
    std::copy_n(lane.data(), count, to);
    return;
  }
  Eigen::Map<Lane<T>> whole(to);
  whole = lane;
}

/// True where a function of a lane gives a lane. An Eigen expression would refer to local lanes that are gone by then.
template <class Function, class T>
inline constexpr bool gives_lane = std::is_same_v<std::invoke_result_t<const Function&, const Lane<T>&>, Lane<T>>;

/// y = f(x), element by element; f takes a lane and gives one. y may be the memory of x.
template <class T, class Function>
void by_lanes(In<T> x, Out<T> y, const Function& f) {
  static_assert(gives_lane<Function, T>, "write -> Lane<T>");
  for_each_lane(x.size(), [&](Index first, Index count) {
    store_lane<T>(f(load_lane(x.data() + first, count)), count, y.data() + first);
  });
}

/// dx = dy·g'(x) for a slope g' that takes a lane and gives one. dx may be the memory of dy.
template <class T, class Function>
void pull_back_by_lanes(In<T> x, In<T> dy, Out<T> dx, const Function& slope) {
  static_assert(gives_lane<Function, T>, "write -> Lane<T>");
  for_each_lane(x.size(), [&](Index first, Index count) {
    const Lane<T> g = slope(load_lane(x.data() + first, count));
    store_lane<T>(load_lane(dy.data() + first, count) * g, count, dx.data() + first);
  });
}

}  // namespace mlp
