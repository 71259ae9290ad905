#include "mlp/model/layers/dropout.h"

#include "dropout_mask.h"

namespace mlp {

template <class T>
void Dropout<T>::forward(const Pass<T>& p) const {
  if (!p.run.training) {
    p.y() = p.x();
    return;
  }
  fill_dropout_mask<T>(p, rate_, T(0), static_cast<T>(1 / (1 - rate_)));
  p.y() = p.x() * p.aux();
}

template <class T>
void Dropout<T>::backward(const Pass<T>& p) const {
  if (p.run.training)
    p.write_dx(0, p.dy() * p.aux());
  else
    p.write_dx(0, p.dy());
}

template class Dropout<float>;
template class Dropout<double>;

}  // namespace mlp
