#pragma once
// A regression with one input: y = sin(frequency·x) + noise, x uniform in [-π, π).

#include "mlp/data/source.h"

namespace mlp {

struct SineOptions {
  Index n = 1000;        // samples
  double noise = 0;      // standard deviation of the normal noise on y
  double frequency = 1;  // waves between -π and π, above 0
};

class Sine final : public Source {
 public:
  /// Throws InputError for a parameter out of range.
  explicit Sine(SineOptions options);
  Table load(std::uint64_t seed) const override;
  bool is_generator() const override { return true; }

 private:
  SineOptions options_;
};

}  // namespace mlp
