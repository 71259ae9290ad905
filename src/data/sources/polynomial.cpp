#include "mlp/data/sources/polynomial.h"

#include <cmath>
#include <utility>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
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
  std::string coefficients;
  for (const double coefficient : options_.coefficients)
    coefficients += (coefficients.empty() ? "" : ", ") + shortest(coefficient);
  const auto value = [this](double x) {
    double sum = 0;
    for (std::size_t k = options_.coefficients.size(); k-- > 0;)  // Horner's rule
      sum = sum * x + options_.coefficients[k];
    return sum;
  };
  return noisy_curve("polynomial", seed, options_.n, options_.noise, 1, value,
                     "polynomial(n = " + std::to_string(options_.n) + ", noise = " + shortest(options_.noise) +
                         ", coefficients = [" + coefficients + "])");
}

}  // namespace mlp
