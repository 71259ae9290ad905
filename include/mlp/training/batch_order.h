#pragma once
// The order in which an epoch visits the samples: a function of seed and epoch alone.

#include <cstdint>
#include <numeric>
#include <span>
#include <utility>

#include "mlp/core/random.h"
#include "mlp/core/types.h"

namespace mlp {

/// order = a permutation of 0 … order.size()-1 (Fisher and Yates' shuffle), or the identity without `shuffle`.
inline void fill_epoch_order(std::uint64_t seed, std::int64_t epoch, bool shuffle, std::span<Index> order) {
  std::iota(order.begin(), order.end(), Index{0});
  if (!shuffle) return;
  const RandomStream random(seed, Purpose::batch_order, static_cast<std::uint64_t>(epoch));
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i, i)]);
}

}  // namespace mlp
