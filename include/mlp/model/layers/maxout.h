#pragma once
// Maxout: a unit is the largest of `pieces` affine functions of the inputs, its own learned activation,
//     z_up = W_up·x + b_up,   y_u = max over p of z_up.
//     x: (inputs × samples)   kernel: [inputs, units, pieces]   bias: [units, pieces]   y: (units × samples)
// In memory that is a dense layer of units·pieces outputs, a unit's pieces side by side. Backward, dy_u goes to the
// piece that won (the first of equals), and on as in a dense layer. Dropout before it and a max-norm constraint on W
// are its partners: Goodfellow, Warde-Farley, Mirza, Courville & Bengio 2013, "Maxout networks".

#include "mlp/model/kernels.h"
#include "mlp/model/layer.h"

namespace mlp {

struct MaxoutSettings {
  Index units = 1;
  Index pieces = 2;
  bool use_bias = true;
  TensorSettings kernel;
  TensorSettings bias;
};

template <class T>
class Maxout final : public Layer<T> {
 public:
  explicit Maxout(MaxoutSettings settings) : settings_(std::move(settings)) {}

  Index build(std::span<const Index> input_rows, const BuildContext& context) override;
  void forward(const Pass<T>& p) const override;
  void backward(const Pass<T>& p) const override;

  Index aux_rows() const override { return outputs(); }  // z, and after backward() ∂J/∂z
  bool has_preactivation() const override { return true; }
  bool slopes(const Pass<T>& p, Out<T> slope, std::span<double> max_slope) const override;
  double flops() const override { return 2.0 * static_cast<double>(inputs_) * static_cast<double>(outputs()); }

 private:
  Index outputs() const { return settings_.units * settings_.pieces; }  // of the dense layer inside
  Weights<T> weights(const Pass<T>& p) const { return {p.run.parameters + kernel_, outputs(), inputs_}; }

  MaxoutSettings settings_;
  Index inputs_ = 0, kernel_ = 0, bias_ = 0;  // kernel_ and bias_: offsets in the flat vector
};

}  // namespace mlp
