#pragma once
// Two concentric circles in the plane: class 0 on the unit circle, class 1 on one of radius `factor`. The arrays are
// those of sklearn.datasets.make_circles(n, noise=noise, factor=factor, random_state=seed).

#include "mlp/data/source.h"

namespace mlp {

struct CirclesOptions {
  Index n = 1000;       // samples; the outer circle has ⌊n/2⌋ of them
  double noise = 0;     // standard deviation of the normal noise on each coordinate
  double factor = 0.8;  // radius of the inner circle, in [0, 1)
};

class Circles final : public Source {
 public:
  /// Throws InputError for a parameter out of range.
  explicit Circles(CirclesOptions options);
  Table load(std::uint64_t seed) const override;
  bool is_generator() const override { return true; }

 private:
  CirclesOptions options_;
};

}  // namespace mlp
