#pragma once
// The two layers that join branches of the graph: Add sums inputs of one size, y = Σ xᵢ; Concatenate stacks them,
// y = [x₁; x₂; …]. Backward, Add hands dy to every input, Concatenate each its own rows.

#include "mlp/model/layer.h"

namespace mlp {

template <class T>
class Add final : public Layer<T> {
 public:
  Index build(std::span<const Index> input_rows, const BuildContext& context) override;
  void forward(const Pass<T>& p) const override;
  void backward(const Pass<T>& p) const override;
};

template <class T>
class Concatenate final : public Layer<T> {
 public:
  Index build(std::span<const Index> input_rows, const BuildContext& context) override;
  void forward(const Pass<T>& p) const override;
  void backward(const Pass<T>& p) const override;
};

}  // namespace mlp
