#pragma once
// What dropout and its kin share: in training, each input is multiplied by an element of a mask m that is drawn anew,
//     y = m ∘ x,  dx = m ∘ dy,  m = 0 with probability `rate`, else a number `kept`.
// In inference, y = x. The random numbers depend on seed, place, step and the element's index alone.

#include "mlp/model/layer.h"

namespace mlp {

template <class T>
class RandomMask : public Layer<T> {
 public:
  /// 0 ≤ rate < 1
  RandomMask(double rate, double kept) : rate_(rate), kept_(static_cast<T>(kept)) {}

  Index build(std::span<const Index> input_rows, const BuildContext& context) override {
    return rows_ = only_input(input_rows, context);
  }
  bool is_random() const override { return rate_ > 0; }
  bool acts_in_training_only() const override { return true; }
  void forward(const Pass<T>& p) const override;
  void backward(const Pass<T>& p) const override;
  Index aux_rows() const override { return rows_; }  // the mask m

 protected:
  /// Fills p.aux().
  void draw_mask(const Pass<T>& p) const;

 private:
  double rate_;
  T kept_;
  Index rows_ = 0;
};

}  // namespace mlp
