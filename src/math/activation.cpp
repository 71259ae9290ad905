#include "mlp/math/activation.h"

namespace mlp {
namespace {

/// |g'(x)| at one point.
template <class T>
double slope_at(const Activation<T>& activation, double at) {
  T x = static_cast<T>(at), y = 0, one = 1, slope = 0;
  activation.apply(In<T>(&x, 1, 1), Out<T>(&y, 1, 1));
  activation.pullback(In<T>(&x, 1, 1), In<T>(&y, 1, 1), In<T>(&one, 1, 1), Out<T>(&slope, 1, 1));
  return std::abs(static_cast<double>(slope));
}

}  // namespace

template <class T>
double largest_slope(const Activation<T>& activation) {
  if (!activation.elementwise()) return 0;
  double largest = 0;
  for (int i = -10000; i <= 10000; ++i) largest = std::max(largest, slope_at(activation, i / 500.0));
  return largest;
}

template <class T>
bool saturates(const Activation<T>& activation) {
  if (!activation.elementwise()) return false;
  const double limit = 0.05 * largest_slope(activation);
  return slope_at(activation, -50) < limit && slope_at(activation, 50) < limit;
}

template double largest_slope(const Activation<float>&);
template double largest_slope(const Activation<double>&);
template bool saturates(const Activation<float>&);
template bool saturates(const Activation<double>&);

}  // namespace mlp
