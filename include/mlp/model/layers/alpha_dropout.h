#pragma once
// Alpha dropout, for nets of selu units: in training each input is set to α' = −λα = −1.7581, selu's limit for z → −∞,
// with probability `rate`, and then all are scaled and shifted,
//     y = a·(m·x + (1 − m)·α') + b,   a = 1/√(q + α'²·q·(1 − q)),   b = −a·(1 − q)·α',   q = 1 − rate,
// m = 1 with probability q and else 0, so that inputs of mean 0 and variance 1 keep both. dx = a·m·dy. In inference
// y = x. Klambauer, Unterthiner, Mayr & Hochreiter 2017, "Self-normalizing neural networks".

#include "mlp/model/layers/random_mask.h"

namespace mlp {

template <class T>
class AlphaDropout final : public RandomMask<T> {
 public:
  /// 0 ≤ rate < 1
  explicit AlphaDropout(double rate);

  void forward(const Pass<T>& p) const override;
  void backward(const Pass<T>& p) const override;

 private:
  T dropped_, scale_, shift_;  // α', a, b
};

}  // namespace mlp
