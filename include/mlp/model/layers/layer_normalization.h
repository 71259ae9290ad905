#pragma once
// Layer normalization: as batch normalization, but over the units of one sample, so that training and inference do the
// same and a batch may have a single sample,
//     x̂ = (x − μ)/√(v + ε),   y = γ∘x̂ + β,
// with μ and v the mean and (biased) variance of the sample's N units; each unit has a γ and a β of its own.
//
// Backward, with g = γ∘dy and means over the units:
//     dx = (g − mean(g) − x̂·mean(g∘x̂))/√(v + ε),   dγ = Σ dy∘x̂,  dβ = Σ dy over the samples.
// Ba, Kiros & Hinton 2016, "Layer normalization".

#include "mlp/model/layer.h"

namespace mlp {

template <class T>
class LayerNormalization final : public Layer<T> {
 public:
  /// ε > 0
  explicit LayerNormalization(double epsilon) : epsilon_(epsilon) {}

  Index build(std::span<const Index> input_rows, const BuildContext& context) override;
  void forward(const Pass<T>& p) const override;
  void backward(const Pass<T>& p) const override;

  Index aux_rows() const override { return units_ + 1; }  // x̂, and below it 1/√(v + ε)
  double flops() const override { return 8.0 * static_cast<double>(units_); }

 private:
  void write_parameter_gradients(const Pass<T>& p) const;

  double epsilon_;
  Index units_ = 0;
  Index gamma_ = 0, beta_ = 0;  // offsets in the flat vector
};

}  // namespace mlp
