#include "mlp/data/sources/moons.h"

#include <cmath>
#include <numbers>

#include "mlp/core/numbers.h"
#include "mlp/data/sources/generated.h"

namespace mlp {

Moons::Moons(MoonsOptions options) : options_(options) { check_generator("moons", options.n, 2, options.noise); }

Table Moons::load(std::uint64_t seed) const {
  const Index upper = options_.n / 2, lower = options_.n - upper;
  Matrix<double> points(2, options_.n);
  std::vector<int> labels(static_cast<std::size_t>(options_.n), 1);
  std::fill_n(labels.begin(), upper, 0);
  // Angle i of `count` even ones from 0 to π, both included.
  const auto angle = [](Index i, Index count) {
    if (i > 0 && i == count - 1) return std::numbers::pi;
    return i == 0 ? 0.0 : static_cast<double>(i) * (std::numbers::pi / static_cast<double>(count - 1));
  };
  for (Index i = 0; i < upper; ++i) points.col(i) << std::cos(angle(i, upper)), std::sin(angle(i, upper));
  for (Index i = 0; i < lower; ++i)
    points.col(upper + i) << 1 - std::cos(angle(i, lower)), 1 - std::sin(angle(i, lower)) - 0.5;

  NumpyRandom random(seed);
  return shuffled_points(random, std::move(points), labels, options_.noise,
                         "moons(n = " + std::to_string(options_.n) + ", noise = " + shortest(options_.noise) + ")");
}

}  // namespace mlp
