#pragma once
// g'(s) of a layer whose activation has no parameters: what Layer::slopes promises.

#include "mlp/math/activation.h"

namespace mlp {

template <class T>
bool slopes_of(const Activation<T>* g, Out<T> s, Out<T> y, Out<T> slope) {
  slope.setOnes();
  if (g == nullptr) return true;
  if (!g->elementwise()) return false;
  const In<T> one(slope.data(), slope.rows(), slope.cols());
  g->pullback(In<T>(s.data(), s.rows(), s.cols()), In<T>(y.data(), y.rows(), y.cols()), one, slope);
  return true;
}

}  // namespace mlp
