#pragma once
// A regression with one input: y = c₀ + c₁x + c₂x² + … + noise, x uniform in [-1, 1).

#include <vector>

#include "mlp/data/source.h"

namespace mlp {

struct PolynomialOptions {
  Index n = 1000;                                 // samples
  double noise = 0;                               // standard deviation of the normal noise on y
  std::vector<double> coefficients{0, -3, 0, 4};  // c₀, c₁, …; these are 4x³ - 3x, which waves between -1 and 1
};

class Polynomial final : public Source {
 public:
  /// Throws InputError for a parameter out of range.
  explicit Polynomial(PolynomialOptions options);
  Table load(std::uint64_t seed) const override;
  bool is_generator() const override { return true; }

 private:
  PolynomialOptions options_;
};

}  // namespace mlp
