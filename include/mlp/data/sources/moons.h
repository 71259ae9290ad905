#pragma once
// Two half circles that reach into each other: class 0 the upper one around (0, 0), class 1 the lower one around
// (1, 0.5). The arrays are those of sklearn.datasets.make_moons(n, noise=noise, random_state=seed).

#include "mlp/data/source.h"

namespace mlp {

struct MoonsOptions {
  Index n = 1000;    // samples; the upper moon has ⌊n/2⌋ of them
  double noise = 0;  // standard deviation of the normal noise on each coordinate
};

class Moons final : public Source {
 public:
  /// Throws InputError for a parameter out of range.
  explicit Moons(MoonsOptions options);
  Table load(std::uint64_t seed) const override;
  bool is_generator() const override { return true; }

 private:
  MoonsOptions options_;
};

}  // namespace mlp
