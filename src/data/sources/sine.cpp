#include "mlp/data/sources/sine.h"

#include <cmath>
#include <numbers>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/core/random.h"
#include "mlp/data/sources/generated.h"

namespace mlp {

Sine::Sine(SineOptions options) : options_(options) {
  check_generator("sine", options.n, 1, options.noise);
  if (!(options.frequency > 0) || std::isinf(options.frequency))
    throw InputError("sine: frequency is " + shortest(options.frequency) + "; it must be a number above 0");
}

Table Sine::load(std::uint64_t seed) const {
  const RandomStream places(seed, Purpose::generator, place_of("sine/x"));
  const RandomStream noise(seed, Purpose::generator, place_of("sine/noise"));
  Matrix<double> x(1, options_.n), y(1, options_.n);
  for (Index i = 0; i < options_.n; ++i) {
    const auto number = static_cast<std::uint64_t>(i);
    x(0, i) = std::numbers::pi * (2 * places.uniform(number) - 1);
    y(0, i) = std::sin(options_.frequency * x(0, i)) + options_.noise * noise.normal(number);
  }
  return measured_points(std::move(x), std::move(y),
                         "sine(n = " + std::to_string(options_.n) + ", noise = " + shortest(options_.noise) +
                             ", frequency = " + shortest(options_.frequency) + ")");
}

}  // namespace mlp
