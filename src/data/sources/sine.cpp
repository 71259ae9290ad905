#include "mlp/data/sources/sine.h"

#include <cmath>
#include <numbers>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/data/sources/generated.h"

namespace mlp {

Sine::Sine(SineOptions options) : options_(options) {
  check_generator("sine", options.n, 1, options.noise);
  if (!(options.frequency > 0) || std::isinf(options.frequency))
    throw InputError("sine: frequency is " + shortest(options.frequency) + "; it must be a number above 0");
}

Table Sine::load(std::uint64_t seed) const {
  return noisy_curve(
      "sine", seed, options_.n, options_.noise, std::numbers::pi,
      [this](double x) { return std::sin(options_.frequency * x); },
      "sine(n = " + std::to_string(options_.n) + ", noise = " + shortest(options_.noise) +
          ", frequency = " + shortest(options_.frequency) + ")");
}

}  // namespace mlp
