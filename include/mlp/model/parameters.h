#pragma once
// All parameters of a model live in one flat vector; so do the gradient and each of the optimizer's moments. A layout
// names the blocks of such a vector. Update, clipping, norms, penalties, checkpoint and gradient check are each one
// loop over it.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mlp/core/random.h"
#include "mlp/core/types.h"
#include "mlp/math/constraint.h"
#include "mlp/math/initializer.h"
#include "mlp/math/penalty.h"

namespace mlp {

/// What a layer wants of one of its parameter tensors.
struct TensorSettings {
  std::shared_ptr<const Initializer> initializer;
  Penalty penalty;
  Constraint constraint;  // of a kernel
};

/// One tensor: where it stands in the flat vector, and its shape as Keras would write it ([inputs, outputs],
/// [outputs]).
struct ParameterBlock {
  std::string name;  // "dense_1/kernel"
  std::vector<Index> shape;
  Index offset = 0;
  Index size = 0;
  TensorShape fans;
  TensorSettings settings;
};

class ParameterLayout {
 public:
  /// Appends a block and returns its offset. Throws InputError where the vector would be longer than memory can be.
  Index add(std::string name, std::vector<Index> shape, const TensorShape& fans, TensorSettings settings);

  const std::vector<ParameterBlock>& blocks() const { return blocks_; }
  const ParameterBlock* find(std::string_view name) const;

  /// Length of the flat vector.
  Index size() const { return size_; }

  /// Fills every block with its initial values: a function of the seed and the block's name, so that a layer added or
  /// removed elsewhere changes nothing, and equal shapes do not get equal weights.
  template <class T>
  void initialize(std::uint64_t seed, T* values) const;

 private:
  std::vector<ParameterBlock> blocks_;
  Index size_ = 0;
};

}  // namespace mlp
