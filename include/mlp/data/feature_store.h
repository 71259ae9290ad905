#pragma once
// Where the inputs of all samples lie, and how a batch of them is collected. Only this interface knows whether they are
// numbers in memory, bytes that are scaled on the way, or samples that are fetched from a file when they are wanted.

#include <memory>
#include <span>

#include "mlp/core/types.h"
#include "mlp/data/scaling.h"
#include "mlp/data/source.h"

namespace mlp {

template <class T>
class FeatureStore {
 public:
  virtual ~FeatureStore() = default;
  virtual Index features() const = 0;
  virtual Index samples() const = 0;

  /// Writes the scaled features of the samples rows[which[0]], rows[which[1]], … to the columns of x: (features ×
  /// which.size()). Allocates nothing, and may be called by several threads at once. Streamed samples: throws Failure
  /// where their file has changed.
  virtual void gather(std::span<const Index> rows, std::span<const Index> which, T* x) const = 0;
};

/// Numbers are scaled once, here, in double, and kept as T; bytes stay bytes; streamed samples stay where they are.
/// `table`'s features are used up. Throws InputError where they do not fit into memory, or a value not into T.
template <class T>
std::unique_ptr<FeatureStore<T>> make_feature_store(Table& table, const Scaling& scaling);

}  // namespace mlp
