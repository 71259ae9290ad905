#pragma once
// The rule of an elementwise optimizer, for parameters whose gradient is complete while others' is still to come. The
// gradient of a penalty is added before. Each number is computed as in ElementwiseOptimizer::step(): the same bits.

#include <algorithm>

#include "mlp/math/optimizer.h"
#include "mlp/model/parameter_update.h"
#include "mlp/model/parameters.h"

namespace mlp {

template <class T>
class EagerUpdate final : public ParameterUpdate<T> {
 public:
  /// One step; all must outlive it.
  EagerUpdate(const ElementwiseOptimizer<T>& optimizer, const ParameterLayout& layout, const StepInfo& at,
              const StepVectors<T>& all)
      : optimizer_(optimizer), blocks_(layout.blocks()), at_(at), all_(all) {
    optimizer.advance(at, all.common);
  }

  void operator()(Index offset, Index count, T* gradient) const override {
    const Index end = offset + count;
    for (auto block = std::ranges::upper_bound(blocks_, offset, {}, &ParameterBlock::offset) - 1;
         block != blocks_.end() && block->offset < end; ++block) {
      const Index first = std::max(offset, block->offset);
      update(*block, first, std::min(end, block->offset + block->size) - first, gradient + (first - offset));
    }
  }

 private:
  void update(const ParameterBlock& block, Index first, Index count, T* gradient) const {
    add_penalty_gradient(block.settings.penalty, 1, ConstSlice<T>(all_.parameters + first, count),
                         Slice<T>(gradient, count));
    optimizer_.update_range({at_.number, at_.learning_rate * block.learning.rate_multiplier}, all_, first, count,
                            gradient);
  }

  const ElementwiseOptimizer<T>& optimizer_;
  const std::vector<ParameterBlock>& blocks_;
  const StepInfo at_;
  const StepVectors<T>& all_;
};

}  // namespace mlp
