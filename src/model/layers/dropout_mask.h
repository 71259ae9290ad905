#pragma once
// The mask of dropout and its kin: an element is `dropped` with probability `rate` and else `kept`, by random numbers
// that depend on seed, place, step and the element's index alone.

#include <algorithm>
#include <cmath>

#include "mlp/model/layer.h"

namespace mlp {

/// Fills p.aux().
template <class T>
void fill_dropout_mask(const Pass<T>& p, double rate, T dropped, T kept) {
  // Elements whose random bits come from one block of the generator, and blocks that one thread fills at a time.
  constexpr Index per_block = 4, blocks_per_tile = 2048;
  const RandomStream random = p.random(Purpose::dropout);
  const double limit = std::ldexp(rate, 32);  // a 32-bit word below it drops the element
  T* mask = p.node.aux;
  const Index count = p.aux().size(), per_tile = per_block * blocks_per_tile;
  p.run.threads.for_each((count + per_tile - 1) / per_tile, 20.0 * static_cast<double>(count), [&](Index tile) {
    const Index end = std::min(count, (tile + 1) * per_tile);
    for (Index i = tile * per_tile; i < end; i += per_block) {
      const auto words = random.block(static_cast<std::uint64_t>(i / per_block));
      for (Index j = i; j < std::min(end, i + per_block); ++j)
        mask[j] = words[static_cast<std::size_t>(j - i)] < limit ? dropped : kept;
    }
  });
}

}  // namespace mlp
