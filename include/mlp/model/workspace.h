#pragma once
// The buffers for one execution of a model at a time: values forward, gradients backward, all cut from one piece of
// memory that is planned and allocated once, for batches of up to a given size.
//
// In training, a gradient's memory is used again as soon as the node that owns it has run, so a deep chain needs only
// two such buffers, which stay in the cache; and nothing is computed that no layer learns from. For diagnostics
// everything is kept: pre-activations, and ∂J/∂s of every layer, frozen ones included.

#include <cstdint>
#include <vector>

#include "mlp/core/types.h"
#include "mlp/model/layer.h"
#include "mlp/model/model.h"

namespace mlp {

enum class WorkspaceUse { inference, training, diagnostics };

/// Where each buffer starts, in elements from the beginning; -1 where there is none.
struct WorkspacePlan {
  struct NodePlan {
    Index s = -1, y = -1, aux = -1, dy = -1;
    std::vector<Store> store;
    bool learns = true;
  };
  Index input = 0, prediction = -1, scratch = -1;
  std::vector<NodePlan> nodes;
  Index elements = 0;  // of the whole piece of memory
};

template <class T>
WorkspacePlan plan_workspace(const Model<T>& model, Index max_samples, WorkspaceUse use);

template <class T>
class Workspace {
 public:
  /// Allocates for batches of up to max_samples; throws InputError where that much memory is not to be had.
  Workspace(const Model<T>& model, Index max_samples, WorkspaceUse use);
  Workspace(Workspace&&) noexcept = default;

  Index max_samples() const { return max_samples_; }
  const NodeBuffers<T>& node(std::size_t i) const { return nodes_[i]; }

  T* input() const { return input_; }           // (inputs × samples)
  In<T> output(Index samples) const;            // logits, where the loss includes an activation
  Out<T> output_gradient(Index samples) const;  // ∂J/∂output
  Out<T> prediction(Index samples) const;       // filled by Model::predict
  T* scratch() const { return scratch_; }       // (outputs × samples)

  std::uint64_t bytes() const { return memory_.size() * sizeof(T); }

 private:
  Index max_samples_;
  Buffer<T> memory_;
  T *input_ = nullptr, *prediction_ = nullptr, *scratch_ = nullptr;
  std::vector<NodeBuffers<T>> nodes_;
};

}  // namespace mlp
