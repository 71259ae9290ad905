#include "mlp/model/layers/prelu.h"

#include <algorithm>
#include <cmath>

namespace mlp {

template <class T>
Index Prelu<T>::build(std::span<const Index> input_rows, const BuildContext& context) {
  const Index units = only_input(input_rows, context), alphas = shared_ ? 1 : units;
  alpha_ = context.parameters.add(context.name + "/alpha", {alphas}, {units, alphas, false},
                                  {.initializer = make_constant(initial_)});
  return units;
}

template <class T>
void Prelu<T>::forward(const Pass<T>& p) const {
  const In<T> x = p.x();
  Out<T> s = p.s(), y = p.y();
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < x.rows(); ++i) {
      const T value = x(i, j);
      s(i, j) = value;
      y(i, j) = value > T(0) ? value : alpha(p, i) * value;
    }
  }
}

template <class T>
void Prelu<T>::backward(const Pass<T>& p) const {
  const In<T> x = p.x();
  Out<T> dy = p.dy();
  T* dalpha = p.run.gradient + alpha_;
  if (p.learns()) std::fill_n(dalpha, shared_ ? 1 : x.rows(), T(0));
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < x.rows(); ++i) {
      if (x(i, j) > T(0)) continue;
      if (p.learns()) dalpha[shared_ ? 0 : i] += dy(i, j) * x(i, j);
      dy(i, j) *= alpha(p, i);
    }
  }
  p.write_dx(0, dy);
}

template <class T>
bool Prelu<T>::slopes(const Pass<T>& p, Out<T> slope, std::span<double> max_slope) const {
  const In<T> x = p.x();
  for (Index i = 0; i < x.rows(); ++i) {
    max_slope[static_cast<std::size_t>(i)] = std::max(1.0, std::abs(static_cast<double>(alpha(p, i))));
    for (Index j = 0; j < x.cols(); ++j) slope(i, j) = x(i, j) > T(0) ? T(1) : alpha(p, i);
  }
  return true;
}

template class Prelu<float>;
template class Prelu<double>;

}  // namespace mlp
