#include "mlp/math/optimizer.h"

#include <algorithm>

namespace mlp {
namespace {

// Parameters that one thread updates at a time; a multiple of the padding.
constexpr Index update_chunk = 8192;

}  // namespace

template <class T>
void ElementwiseOptimizer<T>::step(const StepInfo& at, const StepVectors<T>& all) const {
  advance(at, all.common);
  const Index chunks = (all.size + update_chunk - 1) / update_chunk;
  all.threads.for_each(chunks, 10.0 * static_cast<double>(all.size), [&](Index chunk) {
    const Index first = chunk * update_chunk, count = std::min(update_chunk, all.size - first);
    update(at, Slice<T>(all.parameters + first, count), ConstSlice<T>(all.gradient + first, count),
           all.moments.slice(first, count), all.common);
  });
}

template class ElementwiseOptimizer<float>;
template class ElementwiseOptimizer<double>;

}  // namespace mlp
