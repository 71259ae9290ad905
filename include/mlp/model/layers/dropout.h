#pragma once
// Inverted dropout: in training each input is 0 with probability `rate`, else divided by 1 − rate, so that its mean
// stays and inference needs no change.  y = m ∘ x,  dx = m ∘ dy,  m = 0 or 1/(1 − rate).  Srivastava, Hinton,
// Krizhevsky, Sutskever & Salakhutdinov 2014, "Dropout: a simple way to prevent neural networks from overfitting".

#include "mlp/model/layer.h"

namespace mlp {

template <class T>
class Dropout final : public Layer<T> {
 public:
  /// 0 ≤ rate < 1
  explicit Dropout(double rate) : rate_(rate) {}

  Index build(std::span<const Index> input_rows, const BuildContext& context) override {
    return rows_ = only_input(input_rows, context);
  }
  bool is_random() const override { return rate_ > 0; }
  void forward(const Pass<T>& p) const override;
  void backward(const Pass<T>& p) const override;
  Index aux_rows() const override { return rows_; }  // the mask m

 private:
  double rate_;
  Index rows_ = 0;
};

}  // namespace mlp
