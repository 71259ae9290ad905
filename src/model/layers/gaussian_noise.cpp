#include "mlp/model/layers/gaussian_noise.h"

#include <algorithm>

namespace mlp {
namespace {

// Elements that one thread draws at a time, and about what a draw costs: ten rounds, a logarithm and a cosine.
constexpr Index draws_per_tile = 1024;
constexpr double draw_flops = 60;

}  // namespace

template <class T>
void GaussianNoise<T>::forward(const Pass<T>& p) const {
  if (!p.run.training) {
    p.y() = p.x();
    return;
  }
  const RandomStream random = p.random(Purpose::noise);
  const T* x = p.node.x[0];
  T* y = p.node.y;
  const Index count = p.y().size();
  p.run.threads.for_each((count + draws_per_tile - 1) / draws_per_tile, draw_flops * static_cast<double>(count),
                         [&](Index tile) {
                           const Index end = std::min(count, (tile + 1) * draws_per_tile);
                           for (Index i = tile * draws_per_tile; i < end; ++i)
                             y[i] = x[i] + static_cast<T>(stddev_ * random.normal(static_cast<std::uint64_t>(i)));
                         });
}

template class GaussianNoise<float>;
template class GaussianNoise<double>;

}  // namespace mlp
