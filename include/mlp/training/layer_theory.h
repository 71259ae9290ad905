#pragma once
// Theory of the first step (Glorot & Bengio 2010; He, Zhang, Ren & Sun 2015): with random weights W of mean 0 and no
// biases, and with n inputs and m outputs of a layer,
//     signal     rms of s = √(n·Var W) · rms of the layer's inputs
//     gradient   rms of ∂C/∂x = √(m·Var W) · rms of ∂C/∂s
// and the activation between s and the next layer's x passes on its share of each (mlp/math/activation_share.h).

#include <optional>
#include <vector>

#include "mlp/model/model.h"

namespace mlp {

/// What theory says of one layer.
struct LayerTheory {
  static constexpr Index network_input = -1, nothing = -2;
  // Layers by their places in model.layers(); dropout and its kin are left out.
  Index source = nothing;          // whose signal it gets
  Index consumer = nothing;        // whose gradient it gets
  std::optional<double> signal;    // rms of its activations over that of the source's
  std::optional<double> gradient;  // rms of its ∂C/∂s over that of the consumer's
};

/// For each layer of the model. A layer that several others read, or that joins several, has no factor.
template <class T>
std::vector<LayerTheory> theory_of(const Model<T>& model);

/// For each layer of the model with a kernel of n·m entries: the Frobenius norm of its kernel's gradient over that of
/// the next layer with a kernel. ∂C/∂W = ∂C/∂s·xᵀ, so the norms are as
///     rms of ∂C/∂s · rms of x · √(entries of W),
/// the two sizes from the factors above (where there is none for the signal, as behind a sigmoid, whose outputs stay
/// near ½, both layers' x are taken to be of one size). Absent for layers without a kernel, the last one, and where
/// theory has no factor for the gradient.
template <class T>
std::vector<std::optional<double>> kernel_gradient_factors(const Model<T>& model);

}  // namespace mlp
