#pragma once
// The logistic function σ(x) = 1/(1 + e^−x), and 1 − σ(x) = σ(−x) without the digits that a subtraction would lose.

#include "mlp/math/lanes.h"

namespace mlp {

/// σ(x). Where e^−x overflows, 1/(1 + ∞) is the right limit 0.
template <class T>
Lane<T> sigmoid_of(const Lane<T>& x) {
  return (T(1) + full_exp<T>(-x)).inverse();
}

template <class T>
struct LogisticLane {
  Lane<T> p, q;  // σ(x) and σ(−x)
};

/// With u = e^−|x| ≤ 1, the larger of the two is 1/(1 + u) and the smaller u/(1 + u).
template <class T>
LogisticLane<T> logistic(const Lane<T>& x) {
  const Lane<T> u = full_exp<T>(-x.abs());
  const Lane<T> larger = (T(1) + u).inverse(), smaller = u * larger;
  return {choose(x, is_negative<T>, smaller, larger), choose(x, is_negative<T>, larger, smaller)};
}

}  // namespace mlp
