#pragma once
// Masking noise: in training each input is 0 with probability `rate`, and the others stay as they are; in inference it
// does nothing.  y = m ∘ x,  dx = m ∘ dy,  m = 0 or 1.  It is what a denoising auto-encoder has to undo: Vincent,
// Larochelle, Bengio & Manzagol 2008, "Extracting and composing robust features with denoising autoencoders". (Dropout
// scales up what it leaves, so that means stay; here a missing value shall be seen as missing.)

#include "mlp/model/layer.h"

namespace mlp {

template <class T>
class MaskingNoise final : public Layer<T> {
 public:
  /// 0 ≤ rate < 1
  explicit MaskingNoise(double rate) : rate_(rate) {}

  Index build(std::span<const Index> input_rows, const BuildContext& context) override {
    return rows_ = only_input(input_rows, context);
  }
  bool is_random() const override { return rate_ > 0; }
  bool acts_in_training_only() const override { return true; }
  void forward(const Pass<T>& p) const override;
  void backward(const Pass<T>& p) const override;
  Index aux_rows() const override { return rows_; }  // the mask m

 private:
  double rate_;
  Index rows_ = 0;
};

}  // namespace mlp
