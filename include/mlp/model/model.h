#pragma once
// A model is an acyclic graph of layers over one flat parameter vector. It owns neither parameters nor buffers: a
// Workspace (workspace.h) has the buffers, an Execution names the vectors, and forward() and backward() call each node
// once.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "mlp/model/layer.h"

namespace mlp {

/// One entry of model.layers. It becomes one node, or two where an activation with parameters follows a dense layer.
template <class T>
struct LayerDescription {
  std::string name;                 // unique; "input" is the network's input
  std::string type;                 // for tables: "dense"
  std::vector<std::string> inputs;  // names of earlier layers; none: the layer before
  std::vector<std::shared_ptr<Layer<T>>> stages;
  Penalty activity;  // on the last stage's output
  Learning learning = {};
};

template <class T>
struct Node {
  std::shared_ptr<Layer<T>> layer;
  std::uint64_t place = 0;    // of its random numbers
  std::vector<Index> inputs;  // values read: 0 is the network's input, i + 1 the output of node i
  std::vector<Index> input_rows;
  Index rows = 0;  // of the output
  Index first_parameter = 0, parameters = 0;
  Penalty activity;
  bool learns = false;          // it has parameters that are not frozen
  bool wants_gradient = false;  // it or a node before it learns
};

/// A layer as tables and diagnostics see it.
struct LayerInfo {
  std::string name, type;
  std::vector<std::string> inputs;
  Index first_node = 0, last_node = 0;     // of its stages
  Index first_block = 0, block_count = 0;  // of the parameter layout
  std::vector<Index> input_rows;
  Index rows = 0;
  Index parameters = 0;
  Learning learning = {};  // of these
  Index statistics = 0;    // running statistics, which are not trained
  double flops = 0;        // of a forward pass, per sample
};

template <class T>
class Workspace;

template <class T>
class Model {
 public:
  /// Builds the graph for `inputs` features. Where `loss_includes_output`, the last layer's activation is taken off, so
  /// that the model ends in logits; output_activation() still has it. Throws InputError where layers do not fit.
  Model(std::vector<LayerDescription<T>> layers, Index inputs, bool loss_includes_output);

  Index inputs() const { return inputs_; }
  Index outputs() const { return nodes_.back().rows; }
  const std::vector<LayerInfo>& layers() const { return infos_; }
  const std::vector<Node<T>>& nodes() const { return nodes_; }
  const ParameterLayout& parameters() const { return parameters_; }
  const ParameterLayout& statistics() const { return statistics_; }

  /// The activation that is part of the loss, or null: a prediction is this function of the model's output.
  const Activation<T>* output_activation() const { return output_activation_.get(); }

  /// From workspace.input() to workspace.output().
  void forward(const Workspace<T>& workspace, const Execution<T>& run) const;

  /// From workspace.output_gradient(), which the loss has filled, to run.gradient. Overwrites every element of it, but
  /// in a workspace for training those of frozen layers, whose values then mean nothing. Where there is run.update, it
  /// gets the gradient of all parameters that learn, and run.gradient means nothing afterwards.
  void backward(const Workspace<T>& workspace, const Execution<T>& run) const;

  /// The activity penalties of the batch that forward() has just seen, divided by the batch size.
  double activity_penalty(const Workspace<T>& workspace, const Execution<T>& run) const;

  /// workspace.prediction() = the net's outputs for the batch that forward() has just seen, output activation included.
  void predict(const Workspace<T>& workspace, const Execution<T>& run) const;

 private:
  void add_layer(LayerDescription<T> description);
  Index value_of(const std::string& name, const std::string& reader) const;
  void check_all_used() const;
  void add_activity_gradient(std::size_t node, const Workspace<T>& workspace, const Execution<T>& run) const;

  Index inputs_;
  std::vector<Node<T>> nodes_;
  std::vector<LayerInfo> infos_;
  bool penalizes_activities_ = false;  // some node does
  ParameterLayout parameters_, statistics_;
  std::shared_ptr<const Activation<T>> output_activation_;
};

}  // namespace mlp
