#include "mlp/math/activation.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mlp {
namespace {

/// |g'(x)| at each of some points.
template <class T>
Matrix<T> slopes_at(const Activation<T>& activation, const Matrix<T>& x) {
  Matrix<T> y(x.rows(), x.cols()), slope = Matrix<T>::Ones(x.rows(), x.cols());
  const auto in = [](const Matrix<T>& a) { return In<T>(a.data(), a.rows(), a.cols()); };
  const auto out = [](Matrix<T>& a) { return Out<T>(a.data(), a.rows(), a.cols()); };
  activation.apply(in(x), out(y));
  activation.pullback(in(x), in(y), in(slope), out(slope));
  return slope.cwiseAbs();
}

/// |g'(±x)|.
template <class T>
Eigen::Vector2d slopes_beside_zero(const Activation<T>& activation, double x) {
  Matrix<T> both_sides(2, 1);
  both_sides << static_cast<T>(-x), static_cast<T>(x);
  return slopes_at(activation, both_sides).template cast<double>();
}

template <class T>
double slope_far_out(const Activation<T>& activation) {
  return slopes_beside_zero(activation, 50).maxCoeff();
}

}  // namespace

template <class T>
double largest_slope(const Activation<T>& activation) {
  if (!activation.elementwise()) return 0;
  constexpr Index half = 10000;
  Matrix<T> x(2 * half + 1, 1);
  for (Index i = -half; i <= half; ++i) x(half + i) = static_cast<T>(static_cast<double>(i) / 500);  // -20 … 20
  const double largest = static_cast<double>(slopes_at(activation, x).maxCoeff());
  const double far_out = slope_far_out(activation);  // softplus' is still growing a little, towards 1
  return far_out <= 1.001 * largest ? std::max(largest, far_out) : std::numeric_limits<double>::infinity();
}

template <class T>
bool saturates(const Activation<T>& activation) {
  if (!activation.elementwise()) return false;
  const double flat = 0.05 * largest_slope(activation);
  return std::isfinite(flat) && slope_far_out(activation) < flat &&
         slopes_beside_zero(activation, 0.01).minCoeff() >= flat;
}

template double largest_slope(const Activation<float>&);
template double largest_slope(const Activation<double>&);
template bool saturates(const Activation<float>&);
template bool saturates(const Activation<double>&);

}  // namespace mlp
