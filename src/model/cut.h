#pragma once
// How rows or columns are cut into tiles of equal width.

#include <algorithm>

#include "mlp/core/types.h"

namespace mlp {

constexpr Index tiles_of(Index count, Index tile) { return count <= tile ? 1 : (count + tile - 1) / tile; }

/// How wide the tiles are that `count` rows or columns are cut into: at most `most`, a multiple of `unit`, and as many
/// tiles for each of so many threads as for any other.
inline Index equal_width(Index count, Index most, Index unit, Index sharing = 1) {
  if (sharing == 1 && count <= most) return count;
  const Index tiles = tiles_of(tiles_of(count, most), sharing) * sharing;
  return std::min(most, tiles_of(tiles_of(count, tiles), unit) * unit);
}

}  // namespace mlp
