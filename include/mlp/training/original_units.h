#pragma once
// Metrics and predictions are in the units of the user's data, though the net learns scaled targets: y = z·scale +
// shift takes outputs and targets back before anything is told of them.

#include "mlp/core/types.h"
#include "mlp/data/scaling.h"

namespace mlp {

template <class T>
class OriginalUnits {
 public:
  /// Has memory for batches of up to max_samples, so that nothing is allocated later; none where nothing is scaled.
  OriginalUnits(Scaling scaling, Index outputs, Index max_samples);

  /// The outputs or targets of a batch, (outputs × samples), in original units: a view of memory that the next call of
  /// the same function uses again, or of `scaled` itself where nothing is scaled.
  In<T> outputs(In<T> scaled) { return undone(scaled, outputs_); }
  In<T> targets(In<T> scaled) { return undone(scaled, targets_); }

 private:
  In<T> undone(In<T> scaled, Buffer<T>& memory) const;

  Scaling scaling_;
  Buffer<T> outputs_, targets_;
};

}  // namespace mlp
