#pragma once
// Dense (fully connected) layer:  s = W·x + b,  y = g(s).
//     x: (inputs × samples)   W: (units × inputs)   b: (units)   s, y: (units × samples)
// Backward, with dy = ∂J/∂y:  ds = dy ∘ g'(s),  dW = ds·xᵀ,  db = Σ ds over the samples,  dx = Wᵀ·ds.
// Rumelhart, Hinton & Williams 1986, "Learning representations by back-propagating errors".

#include "mlp/model/kernels.h"
#include "mlp/model/layer.h"

namespace mlp {

struct DenseSettings {
  Index units = 1;
  bool use_bias = true;
  TensorSettings kernel;
  TensorSettings bias;
};

template <class T>
class Dense final : public Layer<T> {
 public:
  /// A null activation stands for the linear one.
  Dense(DenseSettings settings, std::shared_ptr<const Activation<T>> activation)
      : settings_(std::move(settings)), activation_(std::move(activation)) {}

  Index build(std::span<const Index> input_rows, const BuildContext& context) override;
  void forward(const Pass<T>& p) const override;
  void backward(const Pass<T>& p) const override;

  bool has_preactivation() const override { return true; }
  bool is_affine() const override { return true; }
  bool updates_parameters() const override { return true; }
  bool keeps_preactivation() const override { return activation_ && activation_->pullback_reads_input(); }
  const Activation<T>* activation() const override { return activation_.get(); }
  std::shared_ptr<const Activation<T>> release_activation() override { return std::move(activation_); }
  bool slopes(const Pass<T>& p, Out<T> slope, std::span<double> max_slope) const override;
  double flops() const override { return 2.0 * static_cast<double>(inputs_) * static_cast<double>(settings_.units); }

 private:
  Weights<T> weights(const Pass<T>& p) const { return {p.run.parameters + kernel_, settings_.units, inputs_}; }

  DenseSettings settings_;
  std::shared_ptr<const Activation<T>> activation_;
  Index inputs_ = 0, kernel_ = 0, bias_ = 0;  // kernel_ and bias_: offsets in the flat vector
};

}  // namespace mlp
