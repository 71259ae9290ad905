#pragma once
// The random numbers of NumPy's RandomState(seed), so that generated data are the arrays that scikit-learn gives for
// the same random_state: the Mersenne Twister MT19937 (Matsumoto & Nishimura 1998; the standard library's engine of
// that name is the same, word for word), and on it NumPy's own ways of making uniform and normal numbers and
// permutations.

#include <cstdint>
#include <random>
#include <vector>

#include "mlp/core/types.h"

namespace mlp {

class NumpyRandom {
 public:
  /// Throws InputError for a seed above 2³²−1, as NumPy does: folding it would give two seeds the same data.
  explicit NumpyRandom(std::uint64_t seed);

  /// Uniform in [0, 1), with 53 random bits.
  double uniform();
  double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// Standard normal, by Marsaglia's polar method. It makes two at a time; the second waits for the next call.
  double normal();

  /// Uniform in 0 … largest: bits above the highest one of `largest` are cut off, and too large a number is drawn anew.
  std::uint32_t at_most(std::uint32_t largest);

  /// A random order of 0 … count-1, by Fisher and Yates (count ≤ 2³²).
  std::vector<Index> permutation(Index count);

 private:
  std::uint32_t word() { return static_cast<std::uint32_t>(engine_()); }

  std::mt19937 engine_;
  double waiting_ = 0;
  bool has_waiting_ = false;
};

}  // namespace mlp
