#include "mlp/data/sources/xor.h"

#include "mlp/core/numbers.h"
#include "mlp/core/random.h"
#include "mlp/data/sources/generated.h"

namespace mlp {

Xor::Xor(XorOptions options) : options_(options) { check_generator("xor", options.n, 2, options.noise); }

Table Xor::load(std::uint64_t seed) const {
  const RandomStream noise(seed, Purpose::generator, place_of("xor/noise"));
  Matrix<double> points(2, options_.n);
  std::vector<int> labels(static_cast<std::size_t>(options_.n));
  for (Index i = 0; i < options_.n; ++i) {
    const Index a = i % 4 / 2, b = i % 2;
    const auto number = static_cast<std::uint64_t>(2 * i);
    points.col(i) << static_cast<double>(a) + options_.noise * noise.normal(number),
        static_cast<double>(b) + options_.noise * noise.normal(number + 1);
    labels[static_cast<std::size_t>(i)] = a == b ? 0 : 1;
  }
  return labelled_points(std::move(points), labels,
                         "xor(n = " + std::to_string(options_.n) + ", noise = " + shortest(options_.noise) + ")");
}

}  // namespace mlp
