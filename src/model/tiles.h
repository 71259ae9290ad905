#pragma once
// How the products and activations of a layer are cut into tiles, which threads take. No bit of a result depends on it.

#include <algorithm>

#include "cut.h"
#include "mlp/core/parallel.h"
#include "mlp/core/types.h"
#include "mlp/math/activation.h"
#include "wide_product.h"

namespace mlp {

/// The floating-point operations of a dense layer's product.
inline double flops(Index outputs, Index inputs, Index samples) {
  return 2 * static_cast<double>(outputs) * static_cast<double>(inputs) * static_cast<double>(samples);
}

/// equal_width() of tiles which the threads share, where the work is worth it. It may depend on the number of threads,
/// since no bit of a product depends on how it is cut.
inline Index tile_width(const Threads& threads, double work, Index count, Index most, Index unit) {
  return equal_width(count, most, unit, threads.shares(work) ? threads.count() : 1);
}

/// Samples of a tile: a multiple of the padding, so that every tile of every buffer starts on a cache line.
template <class T>
Index sample_tile(const Threads& threads, double work, Index samples, Index most) {
  static_assert(tile_columns<T> % padding == 0 && wide_columns<T> % padding == 0);
  return tile_width(threads, work, samples, most, padding);
}

/// The part of a (rows × samples) array that belongs to some samples. An elementwise activation gets it as a row of
/// whole registers, the padding included, so that no value is computed by a scalar remainder.
template <class T>
struct Tile {
  Index first, rows, columns;

  Tile(const Activation<T>& g, Index units, Index first_sample, Index samples)
      : first(first_sample * units),
        rows(g.elementwise() ? padded(units * samples) : units),
        columns(g.elementwise() ? 1 : samples) {}
  In<T> of(const T* data) const { return In<T>(data + first, rows, columns); }
  Out<T> of(T* data) const { return Out<T>(data + first, rows, columns); }
};

/// Calls body(first sample, number of samples) for each tile, of at most `most` samples.
template <class T, class Body>
void for_sample_tiles(const Threads& threads, Index samples, double work, Index most, const Body& body) {
  const Index width = sample_tile<T>(threads, work, samples, most);
  threads.for_each(tiles_of(samples, width), work, [&](Index tile) {
    const Index first = tile * width;
    body(first, std::min(width, samples - first));
  });
}

/// About what an exponential costs in floating-point operations; decides only whether threads are worth waking.
constexpr double activation_work(Index size) { return 10 * static_cast<double>(size); }

}  // namespace mlp
