#pragma once
// The share of a signal and of a gradient that an activation passes on before training, when its pre-activations are
// random around 0. It is a constant for two families of activations: those that are linear near 0 (tanh: all of both;
// sigmoid: a quarter of the gradient, while its outputs stay near ½ and so have no factor), and those that are linear
// on either side of 0 (relu: √½, for half of the values pass). Glorot & Bengio 2010; He, Zhang, Ren & Sun 2015.

#include <optional>

#include "mlp/math/activation.h"

namespace mlp {

/// Of the root mean square; absent where theory gives no constant.
struct ActivationShare {
  std::optional<double> signal, gradient;
};

/// Of a function that is linear on either side of 0, with these slopes: √((a² + b²)/2) for both.
ActivationShare share_of_slopes(double left, double right);

/// Found from the values of g: where it is linear on either side of 0, as above; where g − g(0) is odd, |g'(0)| for
/// both (no signal where g(0) ≠ 0). Null stands for the linear one.
template <class T>
ActivationShare share_of(const Activation<T>* activation);

}  // namespace mlp
