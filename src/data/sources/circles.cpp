#include "mlp/data/sources/circles.h"

#include <cmath>
#include <numbers>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/data/sources/generated.h"

namespace mlp {

Circles::Circles(CirclesOptions options) : options_(options) {
  check_generator("circles", options.n, 2, options.noise);
  if (!(options.factor >= 0 && options.factor < 1))
    throw InputError("circles: factor is " + shortest(options.factor) + "; it must be from 0 to below 1");
}

Table Circles::load(std::uint64_t seed) const {
  const Index outer = options_.n / 2, inner = options_.n - outer;
  Matrix<double> points(2, options_.n);
  std::vector<int> labels(static_cast<std::size_t>(options_.n), 1);
  std::fill_n(labels.begin(), outer, 0);
  const auto circle = [&](Index first, Index count, double radius) {
    const double step = 2 * std::numbers::pi / static_cast<double>(count);
    for (Index i = 0; i < count; ++i) {
      const double angle = static_cast<double>(i) * step;
      points.col(first + i) << std::cos(angle) * radius, std::sin(angle) * radius;
    }
  };
  circle(0, outer, 1);
  circle(outer, inner, options_.factor);

  NumpyRandom random(seed);
  return shuffled_points(random, std::move(points), labels, options_.noise,
                         "circles(n = " + std::to_string(options_.n) + ", noise = " + shortest(options_.noise) +
                             ", factor = " + shortest(options_.factor) + ")");
}

}  // namespace mlp
