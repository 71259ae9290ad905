#include "mlp/data/permutation.h"

#include <numeric>
#include <utility>

namespace mlp {

void permute(std::span<Index> order, const RandomStream& stream) {
  std::iota(order.begin(), order.end(), Index{0});
  for (std::size_t last = order.size(); last-- > 1;) std::swap(order[last], order[stream.below(last + 1, last)]);
}

std::vector<Index> permutation(Index count, const RandomStream& stream) {
  std::vector<Index> order(static_cast<std::size_t>(count));
  permute(order, stream);
  return order;
}

}  // namespace mlp
