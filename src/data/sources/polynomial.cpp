#include "mlp/data/sources/polynomial.h"

#include <cmath>
#include <utility>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/core/random.h"
#include "mlp/data/sources/generated.h"

namespace mlp {

Polynomial::Polynomial(PolynomialOptions options) : options_(std::move(options)) {
  check_generator("polynomial", options_.n, 1, options_.noise);
  if (options_.coefficients.empty()) throw InputError("polynomial: there must be at least one coefficient");
  for (const double coefficient : options_.coefficients)
    if (!std::isfinite(coefficient))
      throw InputError("polynomial: a coefficient is " + shortest(coefficient) + "; all must be finite numbers");
}

Table Polynomial::load(std::uint64_t seed) const {
  const RandomStream places(seed, Purpose::generator, place_of("polynomial/x"));
  const RandomStream noise(seed, Purpose::generator, place_of("polynomial/noise"));
  Matrix<double> x(1, options_.n), y(1, options_.n);
  for (Index i = 0; i < options_.n; ++i) {
    const auto number = static_cast<std::uint64_t>(i);
    x(0, i) = 2 * places.uniform(number) - 1;
    double value = 0;
    for (std::size_t k = options_.coefficients.size(); k-- > 0;)  // Horner's rule
      value = value * x(0, i) + options_.coefficients[k];
    y(0, i) = value + options_.noise * noise.normal(number);
  }
  std::string coefficients;
  for (const double coefficient : options_.coefficients)
    coefficients += (coefficients.empty() ? "" : ", ") + shortest(coefficient);
  return measured_points(std::move(x), std::move(y),
                         "polynomial(n = " + std::to_string(options_.n) + ", noise = " + shortest(options_.noise) +
                             ", coefficients = [" + coefficients + "])");
}

}  // namespace mlp
