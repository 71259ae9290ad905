#include "mlp/model/workspace.h"

#include <algorithm>
#include <limits>

#include "mlp/core/error.h"
#include "mlp/core/memory.h"

namespace mlp {
namespace {

/// Hands out stretches of one piece of memory, each starting on a cache line.
class Allotment {
 public:
  explicit Allotment(Index samples) : samples_(samples) {}

  Index take(Index rows) {
    const Index start = size_;
    if (rows > 0 && samples_ > (std::numeric_limits<Index>::max() / 64 - size_) / rows)
      throw InputError("the buffers of a batch of " + std::to_string(samples_) +
                       " samples have more bytes than there are " +
                       "addresses; take a smaller batch_size or fewer units");
    size_ += padded(rows * samples_);
    return start;
  }
  Index size() const { return size_; }

 private:
  Index samples_, size_ = 0;
};

/// Memory for gradients, used again as soon as its owner is done with it.
class GradientPool {
 public:
  explicit GradientPool(bool keep_all) : keep_all_(keep_all) {}

  std::size_t take(Index rows) {
    for (std::size_t slot = 0; slot < rows_.size() && !keep_all_; ++slot) {
      if (!free_[slot]) continue;
      free_[slot] = false;
      rows_[slot] = std::max(rows_[slot], rows);
      return slot;
    }
    rows_.push_back(rows);
    free_.push_back(false);
    return rows_.size() - 1;
  }
  void release(std::size_t slot) { free_[slot] = true; }
  const std::vector<Index>& rows() const { return rows_; }

 private:
  bool keep_all_;
  std::vector<Index> rows_;
  std::vector<bool> free_;
};

/// Follows the backward pass: which slot holds each node's dy, and how each edge writes to it. A node whose dy nobody
/// wants has none, and is passed over.
template <class T>
void plan_gradients(const Model<T>& model, bool keep_all, Allotment& memory, WorkspacePlan& plan) {
  constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  const std::vector<Node<T>>& nodes = model.nodes();
  const auto wanted = [&](Index value) {
    return value > 0 && (keep_all || nodes[static_cast<std::size_t>(value - 1)].wants_gradient);
  };
  GradientPool pool(keep_all);
  std::vector<std::size_t> slots(nodes.size(), none);
  slots.back() = pool.take(nodes.back().rows);
  for (std::size_t i = nodes.size(); i-- > 0;) {
    for (const Index value : nodes[i].inputs) {
      if (!wanted(value)) {
        plan.nodes[i].store.push_back(Store::skip);
        continue;
      }
      std::size_t& slot = slots[static_cast<std::size_t>(value - 1)];
      plan.nodes[i].store.push_back(slot == none ? Store::assign : Store::add);
      if (slot == none) slot = pool.take(nodes[static_cast<std::size_t>(value - 1)].rows);
    }
    if (slots[i] != none) pool.release(slots[i]);
    plan.nodes[i].learns = keep_all || nodes[i].learns;
  }
  std::vector<Index> starts;
  for (const Index rows : pool.rows()) starts.push_back(memory.take(rows));
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (slots[i] != none) plan.nodes[i].dy = starts[slots[i]];
}

}  // namespace

template <class T>
WorkspacePlan plan_workspace(const Model<T>& model, Index max_samples, WorkspaceUse use) {
  WorkspacePlan plan;
  Allotment memory(max_samples);
  plan.input = memory.take(model.inputs());
  const bool backward = use != WorkspaceUse::inference, keep_all = use == WorkspaceUse::diagnostics;
  for (const Node<T>& node : model.nodes()) {
    WorkspacePlan::NodePlan& p = plan.nodes.emplace_back();
    p.y = memory.take(node.rows);
    const bool separate =
        node.layer->has_preactivation() && (keep_all || (backward && node.layer->keeps_preactivation()));
    p.s = separate ? memory.take(node.rows) : p.y;
    if (node.layer->aux_rows() > 0) p.aux = memory.take(node.layer->aux_rows());
  }
  plan.prediction = memory.take(model.outputs());
  plan.scratch = memory.take(model.outputs());
  if (backward) plan_gradients(model, keep_all, memory, plan);
  plan.elements = memory.size();
  return plan;
}

template <class T>
Workspace<T>::Workspace(const Model<T>& model, Index max_samples, WorkspaceUse use) : max_samples_(max_samples) {
  const WorkspacePlan plan = plan_workspace(model, max_samples, use);
  require_memory(static_cast<std::uint64_t>(plan.elements) * sizeof(T),
                 "the buffers of a batch of " + std::to_string(max_samples) + " samples",
                 "Take a smaller batch_size or fewer units.");
  memory_.resize(static_cast<std::size_t>(plan.elements), T(0));
  const auto at = [&](Index start) { return start < 0 ? nullptr : memory_.data() + start; };
  input_ = at(plan.input);
  prediction_ = at(plan.prediction);
  scratch_ = at(plan.scratch);
  for (std::size_t i = 0; i < plan.nodes.size(); ++i) {
    const Node<T>& node = model.nodes()[i];
    const WorkspacePlan::NodePlan& p = plan.nodes[i];
    NodeBuffers<T> buffers{.place = node.place, .rows = node.rows, .aux_rows = node.layer->aux_rows()};
    buffers.x_rows = node.input_rows;
    buffers.s = at(p.s);
    buffers.y = at(p.y);
    buffers.aux = at(p.aux);
    buffers.dy = at(p.dy);
    buffers.store = p.store;
    buffers.learns = p.learns;
    for (const Index value : node.inputs) {
      const std::size_t reader = static_cast<std::size_t>(value - 1);
      buffers.x.push_back(value == 0 ? input_ : at(plan.nodes[reader].y));
      buffers.dx.push_back(value == 0 ? nullptr : at(plan.nodes[reader].dy));
    }
    nodes_.push_back(std::move(buffers));
  }
}

template <class T>
In<T> Workspace<T>::output(Index samples) const {
  return In<T>(nodes_.back().y, nodes_.back().rows, samples);
}
template <class T>
Out<T> Workspace<T>::output_gradient(Index samples) const {
  return Out<T>(nodes_.back().dy, nodes_.back().rows, samples);
}
template <class T>
Out<T> Workspace<T>::prediction(Index samples) const {
  return Out<T>(prediction_, nodes_.back().rows, samples);
}

template WorkspacePlan plan_workspace(const Model<float>&, Index, WorkspaceUse);
template WorkspacePlan plan_workspace(const Model<double>&, Index, WorkspaceUse);
template class Workspace<float>;
template class Workspace<double>;

}  // namespace mlp
