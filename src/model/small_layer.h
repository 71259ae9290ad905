#pragma once
// The products of a dense layer that is small: its outputs fit into one register, and so do its inputs. All columns of
// W then are a few registers, and a product is a few dozen instructions, so that what stands around them counts as much
// as they do: nothing is packed, planned, cut into tiles or handed to another thread here, and a kernel's numbers of
// columns are few. Each product is a loop over the depth, whose sums stay in registers:
//
//     for k:  c = A's column k;   for j:  sum[j] += c · B(k, j)
//
// in the order of additions of kernels.h. Its reference are the plain loops of tests/support/plain_product.h.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "mlp/core/vector.h"
#include "mlp/model/kernels.h"

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

/// Columns of C that are computed side by side.
inline constexpr int small_columns = vector_bytes == 64 ? 16 : 8;

/// c(:, j) = or += A·b(:, j) + bias for j < count. Whole: by whole registers, from the first to the last, so that what
/// a column writes behind itself is overwritten by the next. Such a store is the cheaper one, and a load of a register
/// that a single store wrote need not wait until it has reached the cache.
template <class T, int count>
[[gnu::always_inline]] inline void multiply_small_columns(const SmallMatrix<T>& A, Vector<T> bias, const T* b,
                                                          Index b_step, bool add, T* c, bool whole) {
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

#if defined(__AVX512F__)
/// The column and the row that each lane of a register belongs to where columns lie side by side, by the number of
/// rows. A table, for a division takes longer than the product.
struct LanesOfColumns {
  static constexpr Index length = vector_length<float>;
  alignas(alignment) std::int32_t column[length] = {}, row[length] = {};
};
inline constexpr auto lanes_of_columns = [] {
  std::array<LanesOfColumns, LanesOfColumns::length + 1> all;
  for (int rows = 1; rows <= LanesOfColumns::length; ++rows)
    for (int i = 0; i < LanesOfColumns::length; ++i)
      all[static_cast<std::size_t>(rows)].column[i] = i / rows, all[static_cast<std::size_t>(rows)].row[i] = i % rows;
  return all;
}();

/// A·B for columns that lie side by side in B as in C, as many of them in a register as have room: with five rows and
/// five columns of A, three. Lane i of a register is row i mod rows of column i / rows, so
///
///     A's column k stands in it once for each of them,    and of B the numbers k, k + A.columns, … , each rows times.
///
/// Both are permutations of a register; that of A is made once. A sum has the same terms in the same order.
class ColumnsTogether {
 public:
  static Index count(const SmallMatrix<float>& A) { return std::min(length / A.rows, length / A.columns); }

  ColumnsTogether(const SmallMatrix<float>& A, const float* bias)
      : together_(count(A)),
        rows_(A.rows),
        columns_(A.columns),
        part_of_b_(together_ * columns_),
        part_of_c_(together_ * rows_) {
    const LanesOfColumns& lanes = lanes_of_columns[static_cast<std::size_t>(rows_)];
    const __m512i column = _mm512_load_si512(lanes.column), row = _mm512_load_si512(lanes.row);
    const First<float> valid(rows_);
    __m512i place = _mm512_mullo_epi32(column, _mm512_set1_epi32(static_cast<int>(columns_)));
    for (Index k = 0; k < columns_; ++k) {
      a_[k] = _mm512_permutexvar_ps(row, valid.load(A.data + k * A.step));
      places_[k] = place;
      place = _mm512_add_epi32(place, _mm512_set1_epi32(1));
    }
    bias_ = bias == nullptr ? -Vector<float>{} : _mm512_permutexvar_ps(row, valid.load(bias));
  }

  /// c(:, j) = or += A·b(:, j) + bias for `columns` columns.
  void multiply(const float* b, Index columns, bool add, float* c) const {
    while (columns >= 4 * together_) next<4>(b, columns, add, c);
    while (columns > 0) next<1>(b, columns, add, c);
  }

 private:
  static constexpr Index length = vector_length<float>;

  /// The next registers of C. The last may have fewer columns than fit.
  template <int registers>
  [[gnu::always_inline]] void next(const float*& b, Index& columns, bool add, float*& c) const {
    const First<float> of_b(std::min(columns * columns_, part_of_b_));
    const First<float> of_c(std::min(columns * rows_, part_of_c_));
    Vector<float> parts[registers], sums[registers];
    unrolled<registers>([&](auto i) { parts[i] = of_b.load(b + i * part_of_b_), sums[i] = Vector<float>{}; });
    for (Index k = 0; k < columns_; ++k)
      unrolled<registers>(
          [&](auto i) { sums[i] = _mm512_fmadd_ps(a_[k], _mm512_permutexvar_ps(places_[k], parts[i]), sums[i]); });
    unrolled<registers>([&](auto i) {
      float* const to = c + i * part_of_c_;
      if (add) sums[i] = of_c.load(to) + sums[i];
      of_c.store(sums[i] + bias_, to);
    });
    b += registers * part_of_b_;
    c += registers * part_of_c_;
    columns -= registers * together_;
  }

  Index together_, rows_, columns_, part_of_b_, part_of_c_;  // the numbers of a register of them
  Vector<float> a_[length], bias_;
  __m512i places_[length];
};
#endif

/// multiply_small() for more than one column.
template <class T>
[[gnu::noinline]] void multiply_small_batch(const SmallMatrix<T>& A, const T* bias, const T* b, Index b_step,
                                            Index columns, bool add, T* c) {
#if defined(__AVX512F__)
  if constexpr (std::is_same_v<T, float>)
    if (b_step == A.columns && ColumnsTogether::count(A) > 1)
      return ColumnsTogether(A, bias).multiply(b, columns, add, c);
#endif
  const T* const end = c + padded(A.rows * columns);
  const Vector<T> to_all = small_bias(bias, A.rows);
  const auto next = [&]<int count>(std::integral_constant<int, count>) {
    multiply_small_columns<T, count>(A, to_all, b, b_step, add, c,
                                     !add && c + (count - 1) * A.rows + vector_length<T> <= end);
    b += count * b_step;
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

/// C = or += A·B (+ bias, unless null), for C's columns side by side, with room for padded(elements of C).
template <class T>
[[gnu::always_inline]] inline void multiply_small(const SmallMatrix<T>& A, const T* bias, const T* b, Index b_step,
                                                  Index columns, bool add, T* c) {
  static_assert(vector_length<T> <= padding);
  if (columns > 1) return multiply_small_batch(A, bias, b, b_step, columns, add, c);
  multiply_small_columns<T, 1>(A, small_bias(bias, A.rows), b, b_step, add, c, !add);
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

}  // namespace mlp
