#pragma once
// A register of floats or doubles as wide as the processor that the program is built for has them, and the one
// operation that the products are made of. The type is one that g++ and clang both have: arithmetic goes element by
// element, comparing two gives a mask, and mask ? a : b takes each element from the one or the other.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <type_traits>

#include "mlp/core/types.h"

#if defined(__AVX512F__) || defined(__FMA__)
#include <immintrin.h>
#endif

namespace mlp {

inline constexpr Index vector_bytes = MLP_VECTOR_BYTES;

template <class T>
inline constexpr Index vector_length = vector_bytes / static_cast<Index>(sizeof(T));

template <class T>
struct VectorOf {
  typedef T type __attribute__((vector_size(vector_bytes)));
};
template <class T>
using Vector = typename VectorOf<T>::type;

/// The register's worth of numbers at `from`, aligned or not.
template <class T>
Vector<T> load_vector(const T* from) {
  Vector<T> values;
  __builtin_memcpy(&values, from, sizeof values);
  return values;
}

template <class T, class V>
void store_vector(V values, T* to) {
  __builtin_memcpy(to, &values, sizeof values);
}

// sum + a·b, rounded once where the processor has a fused multiply-add, and twice where it has none. The instruction is
// named: whether a compiler fuses what is left to it depends on its version, options and tuning, and the bits of a
// result must not.
#if defined(__AVX512F__)
inline Vector<float> multiply_add(Vector<float> a, float b, Vector<float> sum) {
  return _mm512_fmadd_ps(a, _mm512_set1_ps(b), sum);
}
inline Vector<double> multiply_add(Vector<double> a, double b, Vector<double> sum) {
  return _mm512_fmadd_pd(a, _mm512_set1_pd(b), sum);
}
#elif defined(__AVX__) && defined(__FMA__)
inline Vector<float> multiply_add(Vector<float> a, float b, Vector<float> sum) {
  return _mm256_fmadd_ps(a, _mm256_set1_ps(b), sum);
}
inline Vector<double> multiply_add(Vector<double> a, double b, Vector<double> sum) {
  return _mm256_fmadd_pd(a, _mm256_set1_pd(b), sum);
}
#elif defined(__ARM_FEATURE_FMA)
template <class V, class T>
V multiply_add(V a, T b, V sum) {
  for (Index i = 0; i < vector_length<T>; ++i) sum[i] = std::fma(a[i], b, sum[i]);
  return sum;
}
#else
template <class V, class T>
V multiply_add(V a, T b, V sum) {
  return sum + a * b;
}
#endif

/// The first elements of a register: those that belong to an array which ends before the register does. The others are
/// 0 when loaded, or `rest`, and memory beyond the array is neither read nor written.
template <class T>
class First {
 public:
  /// So many of them; a number beyond 0 … vector_length<T> counts as the nearest.
  explicit First(Index count) {
    const Index valid = std::clamp<Index>(count, 0, vector_length<T>);
#if defined(__AVX512F__)
    mask_ = static_cast<Mask>((1u << valid) - 1);
#else
    count_ = static_cast<std::size_t>(valid);
#endif
  }

#if defined(__AVX512F__)
  Vector<float> load(const float* from) const { return _mm512_maskz_loadu_ps(mask_, from); }
  Vector<double> load(const double* from) const { return _mm512_maskz_loadu_pd(mask_, from); }
  Vector<float> load(const float* from, float rest) const {
    return _mm512_mask_loadu_ps(_mm512_set1_ps(rest), mask_, from);
  }
  Vector<double> load(const double* from, double rest) const {
    return _mm512_mask_loadu_pd(_mm512_set1_pd(rest), mask_, from);
  }
  void store(Vector<float> values, float* to) const { _mm512_mask_storeu_ps(to, mask_, values); }
  void store(Vector<double> values, double* to) const { _mm512_mask_storeu_pd(to, mask_, values); }

 private:
  using Mask = std::conditional_t<sizeof(T) == 4, std::uint16_t, std::uint8_t>;
  Mask mask_;
#else
  Vector<T> load(const T* from, T rest = 0) const {
    Vector<T> values = Vector<T>{} + rest;
    __builtin_memcpy(&values, from, count_ * sizeof(T));
    return values;
  }
  void store(const Vector<T>& values, T* to) const { __builtin_memcpy(to, &values, count_ * sizeof(T)); }

 private:
  std::size_t count_;
#endif
};

/// √x of each element, correctly rounded.
#if defined(__AVX512F__)
inline Vector<float> square_root(Vector<float> x) { return _mm512_sqrt_ps(x); }
inline Vector<double> square_root(Vector<double> x) { return _mm512_sqrt_pd(x); }
#else
template <class V>
V square_root(V x) {
  for (std::size_t i = 0; i < sizeof x / sizeof x[0]; ++i) x[i] = std::sqrt(x[i]);
  return x;
}
#endif

/// multiply_add for one number.
template <class T>
T multiply_add_one(T a, T b, T sum) {
#if defined(__AVX512F__) || defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  return std::fma(a, b, sum);
#else
  return sum + a * b;
#endif
}

}  // namespace mlp
