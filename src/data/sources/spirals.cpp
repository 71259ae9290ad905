#include "mlp/data/sources/spirals.h"

#include <cmath>
#include <numbers>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/data/permutation.h"
#include "mlp/data/sources/generated.h"

namespace mlp {

Spirals::Spirals(SpiralsOptions options) : options_(options) {
  check_generator("spirals", options.n, 2, options.noise);
  if (!(options.turns > 0) || std::isinf(options.turns))
    throw InputError("spirals: turns is " + shortest(options.turns) + "; it must be a number above 0");
}

Table Spirals::load(std::uint64_t seed) const {
  const Index first_arm = options_.n / 2;
  const RandomStream noise(seed, Purpose::generator, place_of("spirals/noise"));
  const auto order = permutation(options_.n, RandomStream(seed, Purpose::generator, place_of("spirals/order")));
  Matrix<double> points(2, options_.n);
  std::vector<int> labels(static_cast<std::size_t>(options_.n));
  for (Index i = 0; i < options_.n; ++i) {
    const Index position = order[static_cast<std::size_t>(i)];
    const bool first = position < first_arm;
    const Index along = first ? position : position - first_arm;
    const Index steps = std::max<Index>(1, (first ? first_arm : options_.n - first_arm) - 1);
    const double t = static_cast<double>(along) / static_cast<double>(steps);
    const double angle = 2 * std::numbers::pi * options_.turns * t;
    const double radius = (1 - t * 12 / 13) * (first ? 1 : -1);
    const auto number = static_cast<std::uint64_t>(2 * i);
    points.col(i) << radius * std::sin(angle) + options_.noise * noise.normal(number),
        radius * std::cos(angle) + options_.noise * noise.normal(number + 1);
    labels[static_cast<std::size_t>(i)] = first ? 1 : 0;
  }
  return labelled_points(std::move(points), labels,
                         "spirals(n = " + std::to_string(options_.n) + ", noise = " + shortest(options_.noise) +
                             ", turns = " + shortest(options_.turns) + ")");
}

}  // namespace mlp
