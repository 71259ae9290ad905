#pragma once
// A register of floats or doubles as wide as the processor that the program is built for has them, and the one
// operation that the products are made of.

#include <cmath>

#include "mlp/core/types.h"

#if defined(__AVX512F__) || defined(__FMA__)
#include <immintrin.h>
#endif

namespace mlp {

#if defined(__AVX512F__)
inline constexpr Index vector_bytes = 64;
#elif defined(__AVX__)
inline constexpr Index vector_bytes = 32;
#else
inline constexpr Index vector_bytes = 16;
#endif

template <class T>
inline constexpr Index vector_length = vector_bytes / static_cast<Index>(sizeof(T));

template <class T>
struct VectorOf {
  typedef T type __attribute__((vector_size(vector_bytes)));
};
template <class T>
using Vector = typename VectorOf<T>::type;

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

/// The same for one number.
template <class T>
T multiply_add_one(T a, T b, T sum) {
#if defined(__AVX512F__) || defined(__FMA__) || defined(__ARM_FEATURE_FMA)
  return std::fma(a, b, sum);
#else
  return sum + a * b;
#endif
}

}  // namespace mlp
