#pragma once
// What becomes of parameters as soon as a backward pass is done with them: the optimizer may change them while they and
// their gradient are in a near cache.

#include "mlp/core/types.h"

namespace mlp {

template <class T>
class ParameterUpdate {
 public:
  virtual ~ParameterUpdate() = default;

  /// Called once for each parameter that learns, when its gradient is complete and this step reads it no more: for
  /// `count` of them from `offset` of the flat vectors on, all of one layer. May change `gradient`, which is theirs
  /// alone.
  virtual void operator()(Index offset, Index count, T* gradient) const = 0;
};

}  // namespace mlp
