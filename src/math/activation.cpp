#include "mlp/math/activation.h"

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

}  // namespace

template <class T>
double largest_slope(const Activation<T>& activation) {
  if (!activation.elementwise()) return 0;
  constexpr Index half = 10000;
  Matrix<T> x(2 * half + 1, 1);
  for (Index i = -half; i <= half; ++i) x(half + i) = static_cast<T>(static_cast<double>(i) / 500);  // -20 … 20
  return static_cast<double>(slopes_at(activation, x).maxCoeff());
}

template <class T>
bool saturates(const Activation<T>& activation) {
  if (!activation.elementwise()) return false;
  Matrix<T> far_out(2, 1);
  far_out << T(-50), T(50);
  return static_cast<double>(slopes_at(activation, far_out).maxCoeff()) < 0.05 * largest_slope(activation);
}

template double largest_slope(const Activation<float>&);
template double largest_slope(const Activation<double>&);
template bool saturates(const Activation<float>&);
template bool saturates(const Activation<double>&);

}  // namespace mlp
