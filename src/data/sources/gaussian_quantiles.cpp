#include "mlp/data/sources/gaussian_quantiles.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/data/numpy_random.h"
#include "mlp/data/sources/generated.h"

namespace mlp {

GaussianQuantiles::GaussianQuantiles(GaussianQuantilesOptions options) : options_(options) {
  check_generator("gaussian_quantiles", options.n, options.features, 0);
  if (options.classes < 1 || options.classes > options.n)
    throw InputError("gaussian_quantiles: classes is " + std::to_string(options.classes) +
                     "; it must be from 1 to n = " + std::to_string(options.n));
  if (!(options.variance > 0) || std::isinf(options.variance))
    throw InputError("gaussian_quantiles: variance is " + shortest(options.variance) + "; it must be a number above 0");
}

Table GaussianQuantiles::load(std::uint64_t seed) const {
  NumpyRandom random(seed);
  Matrix<double> drawn(options_.features, options_.n);
  for (double& value : drawn.reshaped()) value = random.normal() * std::sqrt(options_.variance);

  std::vector<Index> outwards(static_cast<std::size_t>(options_.n));
  std::iota(outwards.begin(), outwards.end(), Index{0});
  const Eigen::RowVectorXd square = drawn.colwise().squaredNorm();
  std::ranges::stable_sort(outwards, {}, [&](Index sample) { return square[sample]; });

  Matrix<double> points(options_.features, options_.n);
  std::vector<int> labels(static_cast<std::size_t>(options_.n));
  for (Index i = 0; i < options_.n; ++i) {
    points.col(i) = drawn.col(outwards[static_cast<std::size_t>(i)]);
    const Index shell = i / (options_.n / options_.classes);
    labels[static_cast<std::size_t>(i)] = static_cast<int>(std::min(shell, options_.classes - 1));
  }
  return shuffled_points(
      random, std::move(points), labels, 0,
      "gaussian_quantiles(n = " + std::to_string(options_.n) + ", features = " + std::to_string(options_.features) +
          ", classes = " + std::to_string(options_.classes) + ", variance = " + shortest(options_.variance) + ")");
}

}  // namespace mlp
