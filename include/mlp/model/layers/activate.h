#pragma once
// A layer that is an activation and nothing else:  s = x,  y = g(s).

#include "mlp/model/kernels.h"
#include "mlp/model/layer.h"

namespace mlp {

template <class T>
class Activate final : public Layer<T> {
 public:
  explicit Activate(std::shared_ptr<const Activation<T>> activation) : activation_(std::move(activation)) {}

  Index build(std::span<const Index> input_rows, const BuildContext& context) override;
  void forward(const Pass<T>& p) const override;
  void backward(const Pass<T>& p) const override;

  bool has_preactivation() const override { return true; }
  bool is_affine() const override { return true; }
  const Activation<T>* activation() const override { return activation_.get(); }
  std::shared_ptr<const Activation<T>> release_activation() override { return std::move(activation_); }
  bool slopes(const Pass<T>& p, Out<T> slope, std::span<double> max_slope) const override;

 private:
  std::shared_ptr<const Activation<T>> activation_;
};

}  // namespace mlp
