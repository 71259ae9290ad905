#include "mlp/training/original_units.h"

namespace mlp {

template <class T>
OriginalUnits<T>::OriginalUnits(Scaling scaling, Index outputs, Index max_samples) : scaling_(std::move(scaling)) {
  if (scaling_.shift.empty()) return;
  outputs_.resize(static_cast<std::size_t>(outputs * max_samples));
  targets_.resize(outputs_.size());
}

template <class T>
In<T> OriginalUnits<T>::undone(In<T> scaled, Buffer<T>& memory) const {
  if (scaling_.shift.empty()) return scaled;
  T* to = memory.data();
  for (Index j = 0; j < scaled.cols(); ++j)
    for (Index k = 0; k < scaled.rows(); ++k)
      *to++ = static_cast<T>(scaling_.undo(static_cast<double>(scaled(k, j)), k));
  return In<T>(memory.data(), scaled.rows(), scaled.cols());
}

template class OriginalUnits<float>;
template class OriginalUnits<double>;

}  // namespace mlp
