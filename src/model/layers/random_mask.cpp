#include "mlp/model/layers/random_mask.h"

#include <algorithm>
#include <cmath>

namespace mlp {

template <class T>
void RandomMask<T>::draw_mask(const Pass<T>& p) const {
  // Elements whose random bits come from one block of the generator, and blocks that one thread fills at a time.
  constexpr Index per_block = 4, blocks_per_tile = 2048;
  const RandomStream random = p.random(Purpose::dropout);
  const double limit = std::ldexp(rate_, 32);  // a 32-bit word below it drops the element
  T* mask = p.node.aux;
  const Index count = p.aux().size(), per_tile = per_block * blocks_per_tile;
  p.run.threads.for_each((count + per_tile - 1) / per_tile, 20.0 * static_cast<double>(count), [&](Index tile) {
    const Index end = std::min(count, (tile + 1) * per_tile);
    for (Index i = tile * per_tile; i < end; i += per_block) {
      const auto words = random.block(static_cast<std::uint64_t>(i / per_block));
      for (Index j = i; j < std::min(end, i + per_block); ++j)
        mask[j] = words[static_cast<std::size_t>(j - i)] < limit ? T(0) : kept_;
    }
  });
}

template <class T>
void RandomMask<T>::forward(const Pass<T>& p) const {
  if (!p.run.training) {
    p.y() = p.x();
    return;
  }
  draw_mask(p);
  p.y() = p.x() * p.aux();
}

template <class T>
void RandomMask<T>::backward(const Pass<T>& p) const {
  if (p.run.training)
    p.write_dx(0, p.dy() * p.aux());
  else
    p.write_dx(0, p.dy());
}

template class RandomMask<float>;
template class RandomMask<double>;

}  // namespace mlp
