#pragma once
// Masking noise: in training each input is 0 with probability `rate`, and the others stay as they are; in inference it
// does nothing.  y = m ∘ x,  dx = m ∘ dy,  m = 0 or 1.  It is what a denoising auto-encoder has to undo: Vincent,
// Larochelle, Bengio & Manzagol 2008, "Extracting and composing robust features with denoising autoencoders". (Dropout
// scales up what it leaves, so that means stay; here a missing value shall be seen as missing.)

#include "mlp/model/layers/random_mask.h"

namespace mlp {

template <class T>
struct MaskingNoise final : RandomMask<T> {
  /// 0 ≤ rate < 1
  explicit MaskingNoise(double rate) : RandomMask<T>(rate, 1) {}
};

}  // namespace mlp
