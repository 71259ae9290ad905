#pragma once
// Gaussian noise: in training y = x + stddev·ε, with ε drawn anew from the standard normal distribution for each
// element and step; in inference y = x. dx = dy. On the inputs it acts, for small noise, like a penalty on the squared
// slopes of the net: Bishop 1995, "Training with noise is equivalent to Tikhonov regularization".

#include "mlp/model/layer.h"

namespace mlp {

template <class T>
class GaussianNoise final : public Layer<T> {
 public:
  /// stddev ≥ 0
  explicit GaussianNoise(double stddev) : stddev_(stddev) {}

  Index build(std::span<const Index> input_rows, const BuildContext& context) override {
    return only_input(input_rows, context);
  }
  bool is_random() const override { return stddev_ > 0; }
  bool acts_in_training_only() const override { return true; }
  void forward(const Pass<T>& p) const override;
  void backward(const Pass<T>& p) const override { p.write_dx(0, p.dy()); }

 private:
  double stddev_;
};

}  // namespace mlp
