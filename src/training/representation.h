#pragma once
// Samples as the lower layers of a net hand them on, computed in inference mode: what a layer sees that is pretrained
// on top of them.

#include "mlp/data/sample_reader.h"
#include "mlp/model/workspace.h"
#include "mlp/training/train_state.h"

namespace mlp {

template <class T>
class Representation final : public SampleReader<T> {
 public:
  /// The output of the first `nodes` nodes of the model, a chain, with the parameters and statistics of `net`; all must
  /// outlive it. Targets are those of the samples, or, where `gives_itself`, the representation.
  Representation(const Model<T>& model, Index nodes, TrainState<T>& net, const SampleReader<T>& samples,
                 bool gives_itself, const Threads& threads);

  Index rows() const {
    return nodes_ == 0 ? model_.inputs() : model_.nodes()[static_cast<std::size_t>(nodes_) - 1].rows;
  }
  Index samples() const override { return samples_.samples(); }
  void gather(std::span<const Index> which, T* x, T* y) const override;

 private:
  static constexpr Index batch = 240;  // samples whose activations stay in the nearer caches

  const T* forward(Index samples) const;

  const Model<T>& model_;
  Index nodes_;
  TrainState<T>& net_;
  const SampleReader<T>& samples_;
  bool gives_itself_;
  Threads threads_;
  Workspace<T> workspace_;
};

}  // namespace mlp
