#include "mlp/data/sources/parity.h"

#include <bit>

#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/core/random.h"
#include "mlp/data/permutation.h"
#include "mlp/data/sources/generated.h"

namespace mlp {

Parity::Parity(ParityOptions options) : options_(options) {
  if (options.bits < 1 || options.bits > 20)
    throw InputError("parity: bits is " + std::to_string(options.bits) + "; it must be from 1 to 20");
  check_generator("parity", options.n, options.bits, options.noise);
}

Table Parity::load(std::uint64_t seed) const {
  const RandomStream noise(seed, Purpose::generator, place_of("parity/noise"));
  const Index words = Index{1} << options_.bits;
  const auto order = permutation(words, RandomStream(seed, Purpose::generator, place_of("parity/order")));
  Matrix<double> points(options_.bits, options_.n);
  std::vector<int> labels(static_cast<std::size_t>(options_.n));
  for (Index i = 0; i < options_.n; ++i) {
    const auto word = static_cast<std::uint64_t>(order[static_cast<std::size_t>(i % words)]);
    for (Index k = 0; k < options_.bits; ++k)
      points(k, i) = static_cast<double>(word >> k & 1) +
                     options_.noise * noise.normal(static_cast<std::uint64_t>(i * options_.bits + k));
    labels[static_cast<std::size_t>(i)] = std::popcount(word) % 2;
  }
  return labelled_points(std::move(points), labels,
                         "parity(n = " + std::to_string(options_.n) + ", noise = " + shortest(options_.noise) +
                             ", bits = " + std::to_string(options_.bits) + ")");
}

}  // namespace mlp
