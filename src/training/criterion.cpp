#include "mlp/training/criterion.h"

#include <algorithm>

#include "mlp/math/metrics/accuracy.h"

namespace mlp {

template <class T>
void Criterion<T>::evaluate(In<T> z, In<T> target, T scale, T* smoothed, Out<T> loss, Out<T> dz) const {
  const T* seen = target.data();
  if (smooths()) {
    const Index classes = std::max<Index>(2, target.rows());
    const T epsilon = static_cast<T>(classes_.label_smoothing);
    Out<T>(smoothed, target.rows(), target.cols()) = target * (T(1) - epsilon) + epsilon / static_cast<T>(classes);
    seen = smoothed;
  }
  loss_->evaluate(z, In<T>(seen, target.rows(), target.cols()), scale, loss, dz);
  if (classes_.weights.empty()) return;
  for (Index j = 0; j < target.cols(); ++j) {
    const T weight = static_cast<T>(classes_.weights[static_cast<std::size_t>(class_of(target.col(j), T(0.5)))]);
    loss.col(j) *= weight;
    dz.col(j) *= weight;
  }
}

template class Criterion<float>;
template class Criterion<double>;

}  // namespace mlp
