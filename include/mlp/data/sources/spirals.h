#pragma once
// Two spirals wound into each other, the benchmark of Lang and Witbrock ("Learning to tell two spirals apart", 1988):
// with n = 194, turns = 3 and no noise these are their points, divided by 6.5, in another order. A point of the first
// arm, t from 0 (outside) to 1, is
//     r·(sin φ, cos φ)   with   φ = 2π·turns·t   and   r = 1 − 12/13·t,
// and is of class 1; the second arm is its mirror image through the origin, of class 0.

#include "mlp/data/source.h"

namespace mlp {

struct SpiralsOptions {
  Index n = 1000;    // samples; class 1 has ⌊n/2⌋ of them
  double noise = 0;  // standard deviation of the normal noise on each coordinate
  double turns = 2;  // of each arm, above 0
};

class Spirals final : public Source {
 public:
  /// Throws InputError for a parameter out of range.
  explicit Spirals(SpiralsOptions options);
  Table load(std::uint64_t seed) const override;
  bool is_generator() const override { return true; }

 private:
  SpiralsOptions options_;
};

}  // namespace mlp
