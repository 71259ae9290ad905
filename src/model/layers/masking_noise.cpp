#include "mlp/model/layers/masking_noise.h"

#include "dropout_mask.h"

namespace mlp {

template <class T>
void MaskingNoise<T>::forward(const Pass<T>& p) const {
  if (!p.run.training) {
    p.y() = p.x();
    return;
  }
  fill_dropout_mask<T>(p, rate_, T(0), T(1));
  p.y() = p.x() * p.aux();
}

template <class T>
void MaskingNoise<T>::backward(const Pass<T>& p) const {
  if (p.run.training)
    p.write_dx(0, p.dy() * p.aux());
  else
    p.write_dx(0, p.dy());
}

template class MaskingNoise<float>;
template class MaskingNoise<double>;

}  // namespace mlp
