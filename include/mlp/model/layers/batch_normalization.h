#pragma once
// Batch normalization: each unit gets mean β and standard deviation γ over the batch,
//     x̂ = (x − μ)/√(v + ε),   y = γ·x̂ + β,
// with μ and v the unit's mean and (biased) variance over the batch, γ and β learned. In inference μ and v are running
// statistics instead, so that a prediction does not depend on the samples beside it. A frozen layer does as in
// inference even in training, and its running statistics stay as they are: Keras's meaning of "trainable": false.
// (PyTorch's requires_grad = False would freeze γ and β alone.)
//
// Backward, with n samples and Σ over them:  dβ = Σ dy,  dγ = Σ dy·x̂,  and because μ and v depend on every x,
//     dx = γ/√(v + ε) · (dy − (dβ + x̂·dγ)/n)      (in inference: the first term alone).
// Ioffe & Szegedy 2015, "Batch normalization: accelerating deep network training by reducing internal covariate shift".

#include "mlp/model/layer.h"

namespace mlp {

template <class T>
class BatchNormalization final : public Layer<T> {
 public:
  /// ε > 0. After each training batch a running statistic r becomes (1 − momentum)·r + momentum·(the batch's):
  /// PyTorch's meaning, so that Keras's momentum 0.99 is 0.01 here. The running variance takes the unbiased one,
  /// v·n/(n − 1).
  BatchNormalization(double epsilon, double momentum) : epsilon_(epsilon), momentum_(momentum) {}

  Index build(std::span<const Index> input_rows, const BuildContext& context) override;
  void forward(const Pass<T>& p) const override;
  void backward(const Pass<T>& p) const override;

  Index least_samples() const override { return frozen_ ? 1 : 2; }  // one sample has no variance
  double flops() const override { return 4.0 * static_cast<double>(units_); }

 private:
  struct Moments;

  bool takes_moments_of_batch(const Pass<T>& p) const { return p.run.training && !frozen_; }
  /// Those that x̂ is made with: the batch's in training, the running ones in inference.
  Moments moments(const Pass<T>& p, Index first, Index count) const;
  void move_statistics(const Pass<T>& p, Index first, Index count, const Moments& batch) const;

  double epsilon_, momentum_;
  Index units_ = 0;
  bool frozen_ = false;
  Index gamma_ = 0, beta_ = 0;                   // offsets in the flat vector
  Index moving_mean_ = 0, moving_variance_ = 0;  // offsets in the running statistics
};

}  // namespace mlp
