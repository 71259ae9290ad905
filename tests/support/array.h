#pragma once
// Arrays as the library's buffers are: on a cache line, padded to whole registers.

#include <cstring>
#include <initializer_list>
#include <limits>
#include <string>

#include "mlp/core/random.h"
#include "mlp/core/types.h"

namespace mlp::test {

template <class T>
struct TestArray {
  Index rows, cols;
  Buffer<T> memory;

  TestArray(Index the_rows, Index the_cols, T value = T(0))
      : rows(the_rows), cols(the_cols), memory(static_cast<std::size_t>(padded(the_rows * the_cols)), value) {}

  Index size() const { return rows * cols; }
  T* data() { return memory.data(); }
  const T* data() const { return memory.data(); }
  T& operator()(Index i, Index j = 0) { return memory[static_cast<std::size_t>(i + j * rows)]; }
  T operator()(Index i, Index j = 0) const { return memory[static_cast<std::size_t>(i + j * rows)]; }
  In<T> in() const { return In<T>(memory.data(), rows, cols); }
  Out<T> out() { return Out<T>(memory.data(), rows, cols); }

  /// Every bit is equal, the padding aside.
  bool same_bits(const TestArray& other) const {
    return rows == other.rows && cols == other.cols &&
           std::memcmp(data(), other.data(), static_cast<std::size_t>(size()) * sizeof(T)) == 0;
  }
};

/// A column of given values.
template <class T>
TestArray<T> column(std::initializer_list<double> values) {
  TestArray<T> a(static_cast<Index>(values.size()), 1);
  Index i = 0;
  for (const double value : values) a(i++) = static_cast<T>(value);
  return a;
}

/// Normal numbers, a function of the name; the padding holds what must not leak: not-a-number.
template <class T>
TestArray<T> random_array(Index rows, Index cols, const std::string& name, double stddev = 1) {
  TestArray<T> a(rows, cols, std::numeric_limits<T>::quiet_NaN());
  const RandomStream random(0, Purpose::noise, place_of(name));
  for (Index i = 0; i < a.size(); ++i)
    a.data()[i] = static_cast<T>(stddev * random.normal(static_cast<std::uint64_t>(i)));
  return a;
}

}  // namespace mlp::test
