#pragma once
// Theory of the first step (Glorot & Bengio 2010; He et al. 2015): with random weights W of mean 0 and no biases, and
// with n inputs and m outputs of a layer,
//     signal     rms of s = √(n·Var W) · rms of the layer's inputs
//     gradient   rms of ∂C/∂x = √(m·Var W) · rms of ∂C/∂s
// and the activation between s and the next layer's x passes on a share of each, which depends on nothing else for two
// families of activations: those that are linear near 0 (tanh: all of it; sigmoid: a quarter of the gradient, while
// its outputs stay near ½ and so have no factor), and those that are linear on either side of 0 (relu: √½).

#include <optional>
#include <vector>

#include "mlp/model/model.h"

namespace mlp {

/// The share of the root mean square that an activation passes on; absent where theory gives no constant.
struct ActivationShare {
  std::optional<double> signal, gradient;
};

/// Of an elementwise g, found from its values: where g − g(0) is odd, |g'(0)| for both (no signal where g(0) ≠ 0);
/// where g is linear on either side of 0, √((g'(−1)² + g'(1)²)/2) for both. Null stands for the linear one.
template <class T>
ActivationShare share_of(const Activation<T>* activation);

/// What theory says of one layer.
struct LayerTheory {
  static constexpr Index network_input = -1, nothing = -2;
  Index source = nothing;          // the layer (by its place in model.layers()) whose signal it gets, dropout left out
  Index consumer = nothing;        // the layer whose gradient it gets
  std::optional<double> signal;    // rms of its activations over that of the source's
  std::optional<double> gradient;  // rms of its ∂C/∂s over that of the consumer's
};

/// For each layer of the model. A layer that several others read, or that joins several, has no factor.
template <class T>
std::vector<LayerTheory> theory_of(const Model<T>& model);

}  // namespace mlp
