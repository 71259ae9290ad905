#pragma once
// The one interface that hands out samples. Training, validation and diagnostics know nothing else of where data come
// from.

#include <span>

#include "mlp/core/types.h"

namespace mlp {

template <class T>
class SampleReader {
 public:
  virtual ~SampleReader() = default;

  virtual Index samples() const = 0;

  /// Writes the features of the samples `which`, as the net sees them, to x (inputs × which.size()) and their targets
  /// to y (targets × which.size()), one column a sample; y may be null where nobody asks for them. Called in every
  /// training step: it must not allocate.
  virtual void gather(std::span<const Index> which, T* x, T* y) const = 0;

  /// True where several threads may call gather() at once.
  virtual bool may_be_shared() const { return false; }
};

}  // namespace mlp
