#pragma once
// Exclusive or, the smallest task that no net without a hidden layer can learn: the corners (0,0), (0,1), (1,0), (1,1)
// of the unit square in turn, of classes 0, 1, 1, 0. With n = 4 and no noise this is the truth table, line by line;
// larger n repeat it, and noise makes a cloud around each corner.

#include "mlp/data/source.h"

namespace mlp {

struct XorOptions {
  Index n = 1000;    // samples
  double noise = 0;  // standard deviation of the normal noise on each coordinate
};

class Xor final : public Source {
 public:
  /// Throws InputError for a parameter out of range.
  explicit Xor(XorOptions options);
  Table load(std::uint64_t seed) const override;
  bool is_generator() const override { return true; }

 private:
  XorOptions options_;
};

}  // namespace mlp
