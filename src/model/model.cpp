#include "mlp/model/model.h"

#include <algorithm>

#include "mlp/core/error.h"
#include "mlp/model/kernels.h"
#include "mlp/model/workspace.h"

namespace mlp {

template <class T>
Model<T>::Model(std::vector<LayerDescription<T>> layers, Index inputs, bool loss_includes_output) : inputs_(inputs) {
  if (layers.empty()) throw InputError("the model has no layers; it needs at least one");
  if (loss_includes_output) output_activation_ = layers.back().stages.back()->release_activation();
  for (LayerDescription<T>& layer : layers) add_layer(std::move(layer));
  check_all_used();
}

template <class T>
Index Model<T>::value_of(const std::string& name, const std::string& reader) const {
  if (name == "input") return 0;
  std::vector<std::string> names{"input"};
  for (const LayerInfo& info : infos_) {
    if (info.name == name) return info.last_node + 1;
    names.push_back(info.name);
  }
  const std::string suggestion = did_you_mean(name, names);
  throw InputError("layer \"" + reader + "\" reads \"" + name + "\", which is no earlier layer; " + suggestion +
                   (suggestion.empty() ? "earlier are " : " Earlier are ") + listed(names));
}

template <class T>
void Model<T>::add_layer(LayerDescription<T> description) {
  if (description.name == "input") throw InputError("no layer may be named \"input\": that is the network's input");
  if (std::ranges::find(infos_, description.name, &LayerInfo::name) != infos_.end())
    throw InputError("two layers are named \"" + description.name + "\"; every layer needs a name of its own");
  LayerInfo info{.name = description.name, .type = description.type, .inputs = description.inputs};
  if (info.inputs.empty()) info.inputs = {infos_.empty() ? "input" : infos_.back().name};
  std::vector<Index> inputs;
  for (const std::string& name : info.inputs) inputs.push_back(value_of(name, info.name));

  info.first_node = static_cast<Index>(nodes_.size());
  info.first_block = static_cast<Index>(parameters_.blocks().size());
  const Index parameters_before = parameters_.size(), statistics_before = statistics_.size();
  for (std::shared_ptr<Layer<T>>& layer : description.stages) {
    Node<T> node{.layer = layer, .inputs = inputs};
    node.place = place_of(info.name + "/" + std::to_string(nodes_.size() - static_cast<std::size_t>(info.first_node)));
    for (const Index value : inputs)
      node.input_rows.push_back(value == 0 ? inputs_ : nodes_[static_cast<std::size_t>(value - 1)].rows);
    node.first_parameter = parameters_.size();
    node.rows = layer->build(node.input_rows, {info.name, parameters_, statistics_, description.learning});
    node.parameters = parameters_.size() - node.first_parameter;
    node.learns = node.parameters > 0 && description.learning.trainable;
    node.wants_gradient = node.learns || std::ranges::any_of(inputs, [&](Index value) {
                            return value > 0 && nodes_[static_cast<std::size_t>(value - 1)].wants_gradient;
                          });
    if (nodes_.size() == static_cast<std::size_t>(info.first_node)) info.input_rows = node.input_rows;
    info.flops += layer->flops();
    inputs = {static_cast<Index>(nodes_.size()) + 1};
    nodes_.push_back(std::move(node));
  }
  parameters_.set_learning(static_cast<std::size_t>(info.first_block), description.learning);
  info.learning = description.learning;
  nodes_.back().activity = description.activity;
  if (description.activity) penalizes_activities_ = true;
  info.last_node = static_cast<Index>(nodes_.size()) - 1;
  info.block_count = static_cast<Index>(parameters_.blocks().size()) - info.first_block;
  info.rows = nodes_.back().rows;
  info.parameters = parameters_.size() - parameters_before;
  info.statistics = statistics_.size() - statistics_before;
  infos_.push_back(std::move(info));
}

template <class T>
void Model<T>::check_all_used() const {
  std::vector<bool> used(nodes_.size() + 1, false);
  for (const Node<T>& node : nodes_)
    for (const Index value : node.inputs) used[static_cast<std::size_t>(value)] = true;
  used.back() = true;  // the last node is the output
  for (const LayerInfo& info : infos_)
    if (!used[static_cast<std::size_t>(info.last_node) + 1])
      throw InputError("layer \"" + info.name +
                       "\" leads nowhere: name it in the \"inputs\" of a later layer, or remove it");
}

template <class T>
void Model<T>::forward(const Workspace<T>& workspace, const Execution<T>& run) const {
  for (std::size_t i = 0; i < nodes_.size(); ++i) nodes_[i].layer->forward({workspace.node(i), run});
}

template <class T>
void Model<T>::backward(const Workspace<T>& workspace, const Execution<T>& run) const {
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    const Node<T>& node = nodes_[i];
    if (workspace.node(i).dy == nullptr) continue;  // nothing in it or before it learns
    if (node.activity && run.activity_penalties) add_activity_gradient(i, workspace, run);
    node.layer->backward({workspace.node(i), run});
    if (run.update != nullptr && node.learns && !node.layer->updates_parameters())
      (*run.update)(node.first_parameter, node.parameters, run.gradient + node.first_parameter);
  }
}

template <class T>
void Model<T>::predict(const Workspace<T>& workspace, const Execution<T>& run) const {
  const In<T> output = workspace.output(run.samples);
  if (output_activation_)
    activate<T>(run.threads, *output_activation_, output, workspace.prediction(run.samples));
  else
    workspace.prediction(run.samples) = output;
}

template <class T>
double Model<T>::activity_penalty(const Workspace<T>& workspace, const Execution<T>& run) const {
  if (!penalizes_activities_ || run.samples == 0) return 0;
  double total = 0;
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    if (!nodes_[i].activity) continue;
    const T* values = workspace.node(i).y;
    if (i + 1 == nodes_.size() && output_activation_) {
      predict(workspace, run);
      values = workspace.prediction(run.samples).data();
    }
    total += penalty_value(nodes_[i].activity, ConstSlice<T>(values, nodes_[i].rows * run.samples));
  }
  return total / static_cast<double>(run.samples);
}

template <class T>
void Model<T>::add_activity_gradient(std::size_t node, const Workspace<T>& workspace, const Execution<T>& run) const {
  const Index count = nodes_[node].rows * run.samples;
  const double scale = 1 / static_cast<double>(run.samples);
  const bool through_output = node + 1 == nodes_.size() && output_activation_ != nullptr;
  if (!through_output) {
    const ConstSlice<T> y(workspace.node(node).y, count);
    return add_penalty_gradient(nodes_[node].activity, scale, y, Slice<T>(workspace.node(node).dy, count));
  }
  // The penalty is on the prediction a = g(y); what reaches the logits is g'(y)·∂penalty/∂a.
  predict(workspace, run);
  const In<T> a(workspace.prediction(run.samples).data(), nodes_[node].rows, run.samples);
  Out<T> da(workspace.scratch(), nodes_[node].rows, run.samples);
  da.setZero();
  add_penalty_gradient(nodes_[node].activity, scale, ConstSlice<T>(a.data(), count), Slice<T>(da.data(), count));
  output_activation_->pullback(workspace.output(run.samples), a, In<T>(da.data(), da.rows(), da.cols()), da);
  Out<T>(workspace.node(node).dy, da.rows(), da.cols()) += da;
}

template class Model<float>;
template class Model<double>;

}  // namespace mlp
