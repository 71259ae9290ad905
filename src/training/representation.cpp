#include "representation.h"

#include <algorithm>

namespace mlp {

template <class T>
Representation<T>::Representation(const Model<T>& model, Index nodes, TrainState<T>& net,
                                  const SampleReader<T>& samples, bool gives_itself, const Threads& threads)
    : model_(model),
      nodes_(nodes),
      net_(net),
      samples_(samples),
      gives_itself_(gives_itself),
      threads_(threads),
      workspace_(model, std::min(batch, samples.samples()), WorkspaceUse::inference) {}

/// From the workspace's input to the output of the last of the nodes.
template <class T>
const T* Representation<T>::forward(Index samples) const {
  Execution<T> run;
  run.samples = samples;
  run.threads = threads_;
  run.parameters = net_.parameters.data();
  run.statistics = net_.statistics.data();
  const T* values = workspace_.input();
  for (std::size_t i = 0; i < static_cast<std::size_t>(nodes_); ++i) {
    model_.nodes()[i].layer->forward({workspace_.node(i), run});
    values = workspace_.node(i).y;
  }
  return values;
}

template <class T>
void Representation<T>::gather(std::span<const Index> which, T* x, T* y) const {
  const bool wants_itself = gives_itself_ && y != nullptr;
  while (!which.empty()) {
    const Index count = std::min(batch, static_cast<Index>(which.size()));
    samples_.gather(which.first(static_cast<std::size_t>(count)), workspace_.input(), gives_itself_ ? nullptr : y);
    const T* values = forward(count);
    x = std::copy_n(values, rows() * count, x);
    if (wants_itself)
      y = std::copy_n(values, rows() * count, y);
    else if (y != nullptr)
      y += model_.outputs() * count;
    which = which.subspan(static_cast<std::size_t>(count));
  }
}

template class Representation<float>;
template class Representation<double>;

}  // namespace mlp
