#pragma once
// The products of model/kernels.h as plain loops, by the rule written there: depth is cut into blocks of `depth_block`,
// a block is one chain of multiply-adds that starts at 0, and the blocks are added in order. The fast kernels must give
// the same bits.

#include <algorithm>

#include "mlp/core/vector.h"
#include "mlp/model/kernels.h"
#include "tests/support/array.h"

namespace mlp::test {

/// start + Σₖ a(k)·b(k), or without `start` the sum alone.
template <class T, class A, class B>
T plain_sum(Index depth, const A& a, const B& b, const T* start = nullptr) {
  T total = start != nullptr ? *start : T(0);
  bool begun = start != nullptr;
  for (Index first = 0; first < depth; first += depth_block) {
    T block = 0;
    for (Index k = first; k < std::min(depth, first + depth_block); ++k) block = multiply_add_one<T>(a(k), b(k), block);
    total = begun ? total + block : block;
    begun = true;
  }
  return total;
}

/// s = W·x + b; `bias` may be null.
template <class T>
TestArray<T> plain_forward(const TestArray<T>& W, const TestArray<T>* bias, const TestArray<T>& x) {
  TestArray<T> s(W.rows, x.cols);
  for (Index j = 0; j < s.cols; ++j) {
    for (Index i = 0; i < s.rows; ++i) {
      s(i, j) = plain_sum<T>(
          W.cols, [&](Index k) { return W(i, k); }, [&](Index k) { return x(k, j); });
      if (bias != nullptr) s(i, j) += (*bias)(i);
    }
  }
  return s;
}

/// dx = Wᵀ·ds, or dx += Wᵀ·ds where dx has values before.
template <class T>
TestArray<T> plain_input_gradient(const TestArray<T>& W, const TestArray<T>& ds, const TestArray<T>* before) {
  TestArray<T> dx(W.cols, ds.cols);
  for (Index j = 0; j < dx.cols; ++j) {
    for (Index i = 0; i < dx.rows; ++i) {
      const T start = before != nullptr ? (*before)(i, j) : T(0);
      dx(i, j) = plain_sum<T>(
          W.rows, [&](Index k) { return W(k, i); }, [&](Index k) { return ds(k, j); },
          before != nullptr ? &start : nullptr);
    }
  }
  return dx;
}

/// dW = ds·xᵀ.
template <class T>
TestArray<T> plain_weight_gradient(const TestArray<T>& ds, const TestArray<T>& x) {
  TestArray<T> dW(ds.rows, x.rows);
  for (Index j = 0; j < dW.cols; ++j)
    for (Index i = 0; i < dW.rows; ++i)
      dW(i, j) = plain_sum<T>(
          x.cols, [&](Index k) { return ds(i, k); }, [&](Index k) { return x(j, k); });
  return dW;
}

/// db = Σ ds over the samples, as the product with ones.
template <class T>
TestArray<T> plain_bias_gradient(const TestArray<T>& ds) {
  TestArray<T> db(ds.rows, 1);
  for (Index i = 0; i < ds.rows; ++i)
    db(i) = plain_sum<T>(
        ds.cols, [&](Index k) { return ds(i, k); }, [](Index) { return T(1); });
  return db;
}

}  // namespace mlp::test
