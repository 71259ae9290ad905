#pragma once
// The order in which an epoch visits the samples: a function of seed and epoch alone.

#include <array>
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
  // order[i - 1] changes places with order[random.below(i, i)], for i = order.size() … 2; the numbers for some i are
  // drawn at once.
  std::array<std::uint64_t, 64> bits;
  for (std::size_t end = order.size() + 1; end > 2;) {
    const std::size_t begin = end > bits.size() + 2 ? end - bits.size() : 2;
    random.fill_bits(begin, std::span(bits).first(end - begin));
    for (std::size_t i = end; i-- > begin;) std::swap(order[i - 1], order[RandomStream::scaled(bits[i - begin], i)]);
    end = begin;
  }
}

}  // namespace mlp
