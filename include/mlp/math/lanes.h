#pragma once
// For elementwise formulas of several steps. Written on whole arrays, each intermediate result would be an array of its
// own, or be computed again wherever it is used. On a lane, a few registers' worth of numbers, it stays in a register.

#include <algorithm>
#include <type_traits>

#include "mlp/core/types.h"
#include "mlp/core/vector.h"

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

/// ln x of each element.
template <class T>
Lane<T> log_of(const Lane<T>& x) {
  return x.log();
}

/// tanh x of each element; of floats, Eigen has it.
inline Lane<float> tanh_of_floats(const Lane<float>& x) { return x.tanh(); }
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/// `yes` where test(a, b), else `no`, element by element. The test takes two registers and gives a mask. Eigen's
/// select() looks at one element after the other, and the processor guesses wrong at every second one.
template <class T, class Test>
Lane<T> choose(const Lane<T>& a, const Lane<T>& b, const Test& test, const Lane<T>& yes, const Lane<T>& no) {
  const auto part = [](const Lane<T>& lane, Index first) { return load_vector(lane.data() + first); };
  Lane<T> chosen;
  for (Index i = 0; i < padding; i += vector_length<T>)
    store_vector(test(part(a, i), part(b, i)) ? part(yes, i) : part(no, i), chosen.data() + i);
  return chosen;
}

/// `yes` where test(x), else `no`.
template <class T, class Test>
Lane<T> choose(const Lane<T>& x, const Test& test, const Lane<T>& yes, const Lane<T>& no) {
  return choose<T>(
      x, x, [&test](const Vector<T>& v, const Vector<T>&) { return test(v); }, yes, no);
}

/// Tests for choose().
template <class T>
inline constexpr auto is_negative = [](const Vector<T>& x) { return x < T(0); };
template <class T>
inline constexpr auto is_positive = [](const Vector<T>& x) { return x > T(0); };
template <class T>
inline constexpr auto is_zero = [](const Vector<T>& x) { return x == T(0); };
template <class T>
auto is_below(T limit) {
  return [limit](const Vector<T>& x) { return x < limit; };
}
template <class T>
auto is_above(T limit) {
  return [limit](const Vector<T>& x) { return x > limit; };
}

template <class T>
Lane<T> constant(T value) {
  return Lane<T>::Constant(value);
}

/// min(x, limit) and max(x, limit); not-a-number stays what it is.
template <class T>
Lane<T> at_most(T limit, const Lane<T>& x) {
  return choose(x, is_above(limit), constant(limit), x);
}
template <class T>
Lane<T> at_least(T limit, const Lane<T>& x) {
  return choose(x, is_below(limit), constant(limit), x);
}

template <class T>
Lane<T> positive_part(const Lane<T>& x) {
  return at_least(T(0), x);
}

/// e^x. The square of a square root reaches the ends of the range of T; exp() of an array stops short of them.
template <class T>
Lane<T> full_exp(const Lane<T>& x) {
  const Lane<T> root = exp_of<T>(T(0.5) * x);
  return root * root;
}

/// Calls body(first element, number of them) for each lane of `size` elements; only the last may have fewer.
template <class Body>
void for_each_lane(Index size, const Body& body) {
  for (Index first = 0; first < size; first += padding) body(first, std::min(padding, size - first));
}

/// The lane at `from`, of which only the first `count` elements may be read; the others are `rest`.
template <class T>
Lane<T> load_lane(const T* from, Index count, T rest = 0) {
  if (count == padding) return Eigen::Map<const Lane<T>>(from);
  Lane<T> lane;
  for (Index i = 0; i < padding; i += vector_length<T>)
    store_vector(First<T>(count - i).load(from + i, rest), lane.data() + i);
  return lane;
}

template <class T>
void store_lane(const Lane<T>& lane, Index count, T* to) {
  if (count == padding) {
    Eigen::Map<Lane<T>> whole(to);
    whole = lane;
    return;
  }
  for (Index i = 0; i < padding; i += vector_length<T>) First<T>(count - i).store(load_vector(lane.data() + i), to + i);
}

/// True where a function of a lane gives a lane. An Eigen expression would refer to local lanes that are gone by then.
template <class Function, class T>
inline constexpr bool gives_lane = std::is_same_v<std::invoke_result_t<const Function&, const Lane<T>&>, Lane<T>>;

/// to[i] = f(lane i of each of `from`), for so many lanes: a loop into which all that f calls is inlined, so that its
/// constants stay in registers and the processor works at several lanes at a time.
template <class T, class Function, class... From>
[[gnu::noinline, gnu::flatten]] void map_lanes(Index lanes, const Function& f, T* to, const From*... from) {
  for (Index i = 0; i < lanes * padding; i += padding) {
    Eigen::Map<Lane<T>> whole(to + i);
    whole = f(Lane<T>(Eigen::Map<const Lane<T>>(from + i))...);
  }
}

/// The same for arrays of so many elements, whose last lane may be a part of one.
template <class T, class Function, class... From>
void map_by_lanes(Index size, const Function& f, T* to, const From*... from) {
  const Index lanes = size / padding, rest = size % padding;
  map_lanes<T>(lanes, f, to, from...);
  if (rest == 0) return;
  Lane<T> last;
  map_lanes<T>(1, f, last.data(), load_lane(from + lanes * padding, rest).data()...);
  store_lane(last, rest, to + lanes * padding);
}

/// y = f(x), element by element; f takes a lane and gives one. y may be the memory of x.
template <class T, class Function>
void by_lanes(const In<T>& x, Out<T> y, const Function& f) {
  static_assert(gives_lane<Function, T>, "write -> Lane<T>");
  map_by_lanes<T>(x.size(), f, y.data(), x.data());
}

/// dx = dy·g' for a slope g' that `slope` finds from the elements of `at`, which are the input x or the output y; it
/// takes a lane and gives one. dx may be the memory of dy.
template <class T, class Function>
void pull_back_by_lanes(const In<T>& at, const In<T>& dy, Out<T> dx, const Function& slope) {
  static_assert(gives_lane<Function, T>, "write -> Lane<T>");
  const auto times_slope = [&slope](const Lane<T>& at_lane, const Lane<T>& dy_lane) -> Lane<T> {
    return dy_lane * slope(at_lane);
  };
  map_by_lanes<T>(at.size(), times_slope, dx.data(), at.data(), dy.data());
}

}  // namespace mlp
