#include "mlp/math/constraint.h"

#include <array>
#include <cmath>

namespace mlp {

template <class T>
void constrain_units(const Constraint& constraint, Index units, Index outputs, Index inputs, T* w) {
  std::array<double, static_cast<std::size_t>(most_constrained_units)> squares{};
  const auto count = static_cast<std::size_t>(units);
  for (Index input = 0; input < inputs; ++input) {
    const T* column = w + input * outputs;
    for (std::size_t i = 0; i < count; ++i)
      squares[i] += static_cast<double>(column[i]) * static_cast<double>(column[i]);
  }
  std::array<T, static_cast<std::size_t>(most_constrained_units)> factor;
  bool any_longer = false;
  for (std::size_t i = 0; i < count; ++i) {
    const double norm = std::sqrt(squares[i]);
    const bool longer = norm > constraint.max_norm && std::isfinite(norm);
    factor[i] = longer ? static_cast<T>(constraint.max_norm / norm) : T(1);
    any_longer |= longer;
  }
  if (!any_longer) return;
  for (Index input = 0; input < inputs; ++input) {
    T* column = w + input * outputs;
    for (std::size_t i = 0; i < count; ++i) column[i] *= factor[i];
  }
}

template void constrain_units(const Constraint&, Index, Index, Index, float*);
template void constrain_units(const Constraint&, Index, Index, Index, double*);

}  // namespace mlp
