#pragma once
// g'(s) of a layer whose activation has no parameters: what Layer::slopes promises. `largest` is the largest |g'| over
// all s, which takes too long to find for every measurement.

#include <algorithm>
#include <span>

#include "mlp/math/activation.h"

namespace mlp {

template <class T>
bool slopes_of(const Activation<T>* g, double largest, Out<T> s, Out<T> y, Out<T> slope, std::span<double> max_slope) {
  slope.setOnes();
  std::fill(max_slope.begin(), max_slope.end(), largest);
  if (g == nullptr) return true;
  if (!g->elementwise()) return false;
  const In<T> one(slope.data(), slope.rows(), slope.cols());
  g->pullback(In<T>(s.data(), s.rows(), s.cols()), In<T>(y.data(), y.rows(), y.cols()), one, slope);
  return true;
}

}  // namespace mlp
