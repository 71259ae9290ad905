#pragma once
// Work on a batch unit by unit, a few units at a time. A sum over the samples is taken in double, in the order of the
// samples, by the one thread that has the unit: so its bits do not depend on the number of threads.

#include <algorithm>
#include <array>

#include "mlp/core/parallel.h"

namespace mlp {

// Units that one thread works on at a time: floats of one cache line.
inline constexpr Index unit_tile = 16;

/// One number for each unit of a tile.
using UnitNumbers = std::array<double, unit_tile>;

/// Calls body(first unit, number of units) for each tile. `work`: floating-point operations of all tiles together.
template <class Body>
void for_unit_tiles(const Threads& threads, Index units, double work, const Body& body) {
  threads.for_each((units + unit_tile - 1) / unit_tile, work, [&](Index tile) {
    const Index first = tile * unit_tile;
    body(first, std::min(unit_tile, units - first));
  });
}

}  // namespace mlp
