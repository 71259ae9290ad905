#include "mlp/data/numpy_random.h"

#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include "mlp/core/error.h"

namespace mlp {

NumpyRandom::NumpyRandom(std::uint64_t seed) {
  if (seed > std::numeric_limits<std::uint32_t>::max())
    throw InputError("data.seed " + std::to_string(seed) +
                     " is too large for a generator that gives scikit-learn's arrays: 0 to 4294967295 is allowed");
  engine_.seed(static_cast<std::mt19937::result_type>(seed));
}

double NumpyRandom::uniform() {
  const std::uint32_t high = word() >> 5;  // 27 bits
  const std::uint32_t low = word() >> 6;   // 26 bits
  return (high * 0x1p26 + low) * 0x1p-53;
}

double NumpyRandom::normal() {
  if (std::exchange(has_waiting_, false)) return waiting_;
  double x = 0, y = 0, square = 0;
  do {  // a point within the unit circle, but not its centre
    x = 2 * uniform() - 1;
    y = 2 * uniform() - 1;
    square = x * x + y * y;
  } while (square >= 1 || square == 0);
  const double factor = std::sqrt(-2 * std::log(square) / square);
  waiting_ = factor * x;
  has_waiting_ = true;
  return factor * y;
}

std::uint32_t NumpyRandom::at_most(std::uint32_t largest) {
  if (largest == 0) return 0;  // NumPy draws nothing here either
  const std::uint32_t mask = std::numeric_limits<std::uint32_t>::max() >> std::countl_zero(largest);
  std::uint32_t value = 0;
  do value = word() & mask;
  while (value > largest);
  return value;
}

std::vector<Index> NumpyRandom::permutation(Index count) {
  std::vector<Index> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), Index{0});
  for (std::size_t last = order.size(); last-- > 1;)
    std::swap(order[last], order[at_most(static_cast<std::uint32_t>(last))]);
  return order;
}

}  // namespace mlp
