#pragma once
// e^x − 1 of a lane. Where |x| ≥ 1, nothing is lost by subtracting. Below, with t = tanh(x/2) = x·p/(2q), p and q from
// the continued fraction of hyperbolic_tangent.h,
//     e^x − 1 = 2t/(1 − t) = x·p/(q − x·p/2).

#include "mlp/math/hyperbolic_tangent.h"
#include "mlp/math/lanes.h"

namespace mlp {

template <class T>
Lane<T> expm1_of(const Lane<T>& x) {
  const auto is_small = is_below<T>(1);
  const TanhQuotient<T> t(T(0.5) * x);
  const Lane<T> small = x * t.p, rest = t.q - T(0.5) * small, magnitude = x.abs(), large = full_exp<T>(x) - T(1);
  return choose(magnitude, is_small, small, large) / choose(magnitude, is_small, rest, constant<T>(1));
}

}  // namespace mlp
