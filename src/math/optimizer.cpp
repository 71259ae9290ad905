#include "mlp/math/optimizer.h"

#include <algorithm>

#include "mlp/core/fetch.h"

namespace mlp {
namespace {

// Parameters that are updated at once: an update that goes over them more than once finds them in the nearest cache.
constexpr Index update_piece = 1024;
// What the update of a parameter takes, in floating-point operations.
constexpr double update_work = 10;

}  // namespace

template <class T>
void ElementwiseOptimizer<T>::update_range(const StepInfo& at, const StepVectors<T>& all, Index first, Index count,
                                           const T* gradient) const {
  for (const Index end = first + count; first < end; first += update_piece, gradient += update_piece) {
    const Index size = std::min(update_piece, end - first);
    update(at, Slice<T>(all.parameters + first, size), ConstSlice<T>(gradient, size), all.moments.slice(first, size),
           all.common);
  }
}

template <class T>
void ElementwiseOptimizer<T>::step(const StepInfo& at, const StepVectors<T>& all) const {
  advance(at, all.common);
  const double work = update_work * static_cast<double>(all.size);
  const Index parts = all.threads.shares(work) ? all.threads.count() : 1;
  all.threads.for_each(parts, work, [&](Index part) {
    for (const ParameterGroup& group : all.groups) {
      const StepInfo here{at.number, at.learning_rate * group.rate_multiplier};
      const Index pieces = (group.size + update_piece - 1) / update_piece;
      for (Index piece = pieces * part / parts; piece < pieces * (part + 1) / parts; ++piece) {
        const Index i = piece * update_piece, first = group.offset + i, count = std::min(update_piece, group.size - i);
        if (parts > 1) fetch_to_write(all.parameters + first + count, std::min(update_piece, group.size - i - count));
        update_range(here, all, first, count, all.gradient + first);
      }
    }
  });
}

template class ElementwiseOptimizer<float>;
template class ElementwiseOptimizer<double>;

}  // namespace mlp
