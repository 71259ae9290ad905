#pragma once
// The products of a dense layer that is small: its outputs fit into one register, and so do its inputs. All columns of
// W then are a few registers, and a product is a few dozen instructions, so that what stands around them counts as much
// as they do: nothing is packed, planned, cut into tiles or handed to another thread here, and a kernel's numbers of
// columns are few. Each product is a loop over the depth, whose sums stay in registers (or, where several samples fit
// in one, that of columns_together.h):
//
//     for k:  c = A's column k;   for j:  sum[j] += c · B(k, j)
//
// in the order of additions of kernels.h. Its reference are the plain loops of tests/support/plain_product.h.

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include "columns_together.h"
#include "mlp/core/vector.h"
#include "mlp/model/kernels.h"
#include "small_matrix.h"

namespace mlp {

/// Columns of C that are computed side by side.
inline constexpr int small_columns = vector_bytes == 64 ? 16 : 8;

/// c(:, j) = or += A·b(:, j) + bias for j < count. Whole: by whole registers, from the first to the last, so that what
/// a column writes behind itself is overwritten by the next. Such a store is the cheaper one, and a load of a register
/// that a single store wrote need not wait until it has reached the cache.
template <class T, int count>
[[gnu::always_inline]] inline void multiply_small_columns(const SmallMatrix<T>& A, Vector<T> bias, const T* b, bool add,
                                                          T* c, bool whole) {
  const Index b_step = A.columns;
  constexpr int sharing = std::min(count, 3);  // an address may be a register plus once or twice another
  constexpr int pointers = (count + sharing - 1) / sharing;
  const First<T> rows(A.rows);
  const T *a = A.data, *from[pointers];
  unrolled<pointers>([&](auto i) { from[i] = b + Index{i} * sharing * b_step; });
  Vector<T> sums[count] = {};
  for (Index k = 0; k < A.columns; ++k) {
    const Vector<T> column = rows.load(a);
    unrolled<count>(
        [&](auto j) { sums[j] = multiply_add(column, from[j / sharing][k + j % sharing * b_step], sums[j]); });
    a += A.step;
  }
  if (add) unrolled<count>([&](auto j) { sums[j] = rows.load(c + j * A.rows) + sums[j]; });
  if (whole)
    unrolled<count>([&](auto j) { store_vector(sums[j] + bias, c + j * A.rows); });
  else
    unrolled<count>([&](auto j) { rows.store(sums[j] + bias, c + j * A.rows); });
}

/// The bias as a register. Without one it is −0, which added to any number changes no bit of it; adding 0 would make 0
/// of −0.
template <class T>
Vector<T> small_bias(const T* bias, Index rows) {
  return bias == nullptr ? -Vector<T>{} : First<T>(rows).load(bias);
}

/// multiply_small() for more than one column.
template <class T>
[[gnu::noinline]] void multiply_small_batch(const SmallMatrix<T>& A, const T* bias, const T* b, Index columns, bool add,
                                            T* c) {
#if defined(__AVX512F__)
  if constexpr (std::is_same_v<T, float>)
    if (ColumnsTogether::count(A) > 1) return ColumnsTogether(A, bias).multiply(b, columns, add, c);
#endif
  const T* const end = c + padded(A.rows * columns);
  const Vector<T> to_all = small_bias(bias, A.rows);
  const auto next = [&]<int count>(std::integral_constant<int, count>) {
    multiply_small_columns<T, count>(A, to_all, b, add, c, !add && c + (count - 1) * A.rows + vector_length<T> <= end);
    b += count * A.columns;
    c += count * A.rows;
    columns -= count;
  };
  while (columns >= small_columns) next(std::integral_constant<int, small_columns>());
  if constexpr (small_columns > 8)
    if (columns >= 8) next(std::integral_constant<int, 8>());
  if (columns >= 4) next(std::integral_constant<int, 4>());
  if (columns >= 2) next(std::integral_constant<int, 2>());
  if (columns >= 1) next(std::integral_constant<int, 1>());
}

/// C = or += A·B (+ bias, unless null), for B's and C's columns side by side, with room for padded(elements of C).
template <class T>
[[gnu::always_inline]] inline void multiply_small(const SmallMatrix<T>& A, const T* bias, const T* b, Index columns,
                                                  bool add, T* c) {
  static_assert(vector_length<T> <= padding);
  if (columns > 1) return multiply_small_batch(A, bias, b, columns, add, c);
  multiply_small_columns<T, 1>(A, small_bias(bias, A.rows), b, add, c, !add);
}

/// dW = ds·xᵀ and db = the sum of ds over the samples, for `inputs` inputs. The bias is the weight of an input that is
/// always 1.
template <class T, int inputs>
void small_weight_gradient(const T* ds, Index outputs, const T* x, Index samples, T* dW, T* db) {
  const First<T> rows(outputs);
  Vector<T> sums[inputs] = {}, ones = {};
  for (Index j = 0; j < samples; ++j) {
    const Vector<T> column = rows.load(ds);
    unrolled<inputs>([&](auto i) { sums[i] = multiply_add(column, x[i], sums[i]); });
    ones = multiply_add(column, T(1), ones);
    ds += outputs;
    x += inputs;
  }
  unrolled<inputs>([&](auto i) { rows.store(sums[i], dW + i * outputs); });
  if (db != nullptr) rows.store(ones, db);
}

/// The same for a number of inputs that is known at run time only.
template <class T>
class SmallWeightGradient {
 public:
  void operator()(Index inputs, const T* ds, Index outputs, const T* x, Index samples, T* dW, T* db) const {
    kernels_[static_cast<std::size_t>(inputs - 1)](ds, outputs, x, samples, dW, db);
  }

 private:
  template <int... before>
  static constexpr auto all(std::integer_sequence<int, before...>) {
    return std::array{&small_weight_gradient<T, before + 1>...};
  }
  static constexpr auto kernels_ = all(std::make_integer_sequence<int, static_cast<int>(vector_length<T>)>());
};

/// True for a layer that multiply_small() and SmallWeightGradient take.
template <class T>
bool is_small(const Weights<T>& W) {
  return W.outputs <= vector_length<T> && W.inputs <= vector_length<T>;
}

/// True where that holds for the products of a batch, too: the sum over the samples is one block then.
template <class T>
bool is_small(const Weights<T>& W, Index samples) {
  return is_small(W) && samples >= 1 && samples <= depth_block;
}

}  // namespace mlp
