#include "mlp/data/sources/blobs.h"

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/data/sources/generated.h"

namespace mlp {

Blobs::Blobs(BlobsOptions options) : options_(options) {
  check_generator("blobs", options.n, options.features, options.stddev);
  if (options.centers < 1 || options.centers > options.n)
    throw InputError("blobs: centers is " + std::to_string(options.centers) +
                     "; it must be from 1 to n = " + std::to_string(options.n));
}

Table Blobs::load(std::uint64_t seed) const {
  NumpyRandom random(seed);
  return around_centers(random, random);
}

Table Blobs::load_more(std::uint64_t seed, int draw) const {
  NumpyRandom of_centers(seed), of_points(seed + static_cast<std::uint64_t>(draw));
  return around_centers(of_centers, of_points);
}

Table Blobs::around_centers(NumpyRandom& of_centers, NumpyRandom& of_points) const {
  Matrix<double> centers(options_.features, options_.centers);
  for (double& value : centers.reshaped()) value = of_centers.uniform(-10, 10);

  Matrix<double> points(options_.features, options_.n);
  std::vector<int> labels(static_cast<std::size_t>(options_.n));
  Index sample = 0;
  for (Index center = 0; center < options_.centers; ++center) {
    const Index size = options_.n / options_.centers + (center < options_.n % options_.centers ? 1 : 0);
    for (const Index end = sample + size; sample < end; ++sample) {
      labels[static_cast<std::size_t>(sample)] = static_cast<int>(center);
      for (Index i = 0; i < options_.features; ++i)
        points(i, sample) = centers(i, center) + options_.stddev * of_points.normal();
    }
  }
  return shuffled_points(
      of_points, std::move(points), labels, 0,
      "blobs(n = " + std::to_string(options_.n) + ", features = " + std::to_string(options_.features) +
          ", centers = " + std::to_string(options_.centers) + ", stddev = " + shortest(options_.stddev) + ")");
}

}  // namespace mlp
