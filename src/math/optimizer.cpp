#include "mlp/math/optimizer.h"

#include <algorithm>

namespace mlp {
namespace {

// Parameters that one thread takes at a time, and those that are updated at once: an update that goes over them more
// than once finds them in the nearest cache. Both are multiples of the padding.
constexpr Index update_chunk = 8192, update_piece = 1024;
// What the update of a parameter is worth to several threads, in floating-point operations: some ten, less about as
// much for each number that another core's cache holds. Vectors that leave the caches are worth more threads, as these
// get more from memory.
constexpr double update_worth = 1;

}  // namespace

template <class T>
void ElementwiseOptimizer<T>::step(const StepInfo& at, const StepVectors<T>& all) const {
  advance(at, all.common);
  for (const ParameterGroup& group : all.groups) {
    const StepInfo here{at.number, at.learning_rate * group.rate_multiplier};
    const Index chunks = (group.size + update_chunk - 1) / update_chunk;
    all.threads.for_each(chunks, update_worth * static_cast<double>(group.size), [&](Index chunk) {
      const Index begin = chunk * update_chunk, end = std::min(begin + update_chunk, group.size);
      for (Index i = begin; i < end; i += update_piece) {
        const Index first = group.offset + i, count = std::min(update_piece, end - i);
        update(here, Slice<T>(all.parameters + first, count), ConstSlice<T>(all.gradient + first, count),
               all.moments.slice(first, count), all.common);
      }
    });
  }
}

template class ElementwiseOptimizer<float>;
template class ElementwiseOptimizer<double>;

}  // namespace mlp
