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
#include "mlp/math/optimizer.h"
#include "mlp/math/penalty.h"

namespace mlp {

/// What a layer wants of one of its parameter tensors.
struct TensorSettings {
  std::shared_ptr<const Initializer> initializer;
  Penalty penalty;
  Constraint constraint;  // of a kernel
};

/// How the parameters of a layer take part in training.
struct Learning {
  bool trainable = true;       // false: frozen, nothing ever changes them
  double rate_multiplier = 1;  // of the learning rate
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
  Learning learning;
};

class ParameterLayout {
 public:
  /// Appends a block and returns its offset. Throws InputError where the vector would be longer than memory can be.
  Index add(std::string name, std::vector<Index> shape, const TensorShape& fans, TensorSettings settings);

  const std::vector<ParameterBlock>& blocks() const { return blocks_; }
  const ParameterBlock* find(std::string_view name) const;
  /// The layer's block of that name: "kernel", "bias", …
  const ParameterBlock* find(std::string_view layer, std::string_view name) const {
    return find(std::string(layer).append("/").append(name));
  }

  /// Length of the flat vector, and how many of its elements are not frozen.
  Index size() const { return size_; }
  Index trainable_size() const;

  /// Says how all blocks from number `first` on learn.
  void set_learning(std::size_t first, const Learning& learning);

  /// The stretches of the vector that are not frozen. Neighbours with the same multiplier are joined, but a large
  /// kernel stands alone: of each, a thread updates those columns that it made the gradient of.
  std::vector<ParameterGroup> groups() const;

  /// Fills every block with its initial values: a function of the seed and the block's name, so that a layer added or
  /// removed elsewhere changes nothing, and equal shapes do not get equal weights.
  template <class T>
  void initialize(std::uint64_t seed, T* values) const;

 private:
  std::vector<ParameterBlock> blocks_;
  Index size_ = 0;
};

}  // namespace mlp
