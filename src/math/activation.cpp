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

constexpr double farthest = 1e4;

template <class T>
double slope_at(const Activation<T>& activation, double x) {
  const double slope =
      static_cast<double>(slopes_at(activation, Matrix<T>::Constant(1, 1, static_cast<T>(x)).eval())(0));
  return std::isnan(slope) ? 0 : slope;
}

/// 0, steps of 1/500 up to 20 on both sides, and from there on steps of one per cent up to 10⁴; in increasing order.
std::vector<double> slope_grid() {
  std::vector<double> right;
  for (int i = 1; i <= 10000; ++i) right.push_back(i / 500.0);
  while (right.back() < farthest) right.push_back(std::min(1.01 * right.back(), farthest));
  std::vector<double> x(right.rbegin(), right.rend());
  for (double& value : x) value = -value;
  x.push_back(0);
  x.insert(x.end(), right.begin(), right.end());
  return x;
}

/// The largest |g'| between two neighbours of the grid's best point, by thirds.
template <class T>
double refined(const Activation<T>& activation, double low, double high, double largest) {
  for (int i = 0; i < 60; ++i) {
    const double left = low + (high - low) / 3, right = high - (high - low) / 3;
    const double at_left = slope_at(activation, left), at_right = slope_at(activation, right);
    largest = std::max({largest, at_left, at_right});
    (at_left < at_right ? low : high) = at_left < at_right ? left : right;
  }
  return largest;
}

}  // namespace

template <class T>
double largest_slope(const Activation<T>& activation) {
  if (!activation.elementwise()) return 0;
  static const std::vector<double> x = slope_grid();
  constexpr std::size_t piece = 1024;  // so that the nearest cache holds its arrays
  double largest = 0, nearer = 0;      // of all, and of |x| ≤ 5000
  std::size_t best = 0;
  for (std::size_t first = 0; first < x.size(); first += piece) {
    const Index count = static_cast<Index>(std::min(piece, x.size() - first));
    const Matrix<T> points = Eigen::Map<const Matrix<double>>(x.data() + first, count, 1).template cast<T>();
    const Matrix<T> slopes = slopes_at(activation, points);
    for (Index i = 0; i < count; ++i) {
      const std::size_t at = first + static_cast<std::size_t>(i);
      const double slope = static_cast<double>(slopes(i));
      if (slope > largest) largest = slope, best = at;  // not-a-number is not
      if (slope > nearer && std::abs(x[at]) <= farthest / 2) nearer = slope;
    }
  }
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (std::isinf(largest) || largest > 1.001 * nearer) return infinity;  // softplus' grows a little yet, towards 1
  const double peak = refined(activation, x[best > 0 ? best - 1 : 0], x[std::min(best + 1, x.size() - 1)], largest);
  return peak > 1000 * largest ? infinity : peak;
}

template <class T>
bool saturates(const Activation<T>& activation) {
  return saturates(activation, largest_slope(activation));
}

template <class T>
bool saturates(const Activation<T>& activation, double largest) {
  if (!activation.elementwise()) return false;
  const double flat = 0.05 * largest;
  return std::isfinite(flat) && slope_far_out(activation) < flat &&
         slopes_beside_zero(activation, 0.01).minCoeff() >= flat;
}

template double largest_slope(const Activation<float>&);
template double largest_slope(const Activation<double>&);
template bool saturates(const Activation<float>&);
template bool saturates(const Activation<double>&);
template bool saturates(const Activation<float>&, double);
template bool saturates(const Activation<double>&, double);

}  // namespace mlp
