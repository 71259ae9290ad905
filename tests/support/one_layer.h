#pragma once
// A model of one layer with all that it reads and writes, to be run forward and backward by hand.

#include <vector>

#include "mlp/model/workspace.h"
#include "tests/support/array.h"

namespace mlp::test {

template <class T>
struct OneLayer {
  Model<T> model;
  Workspace<T> workspace;
  Buffer<T> parameters, gradient, statistics;
  Execution<T> run;

  /// Inputs are ones, parameters and statistics as they start with seed 1. Two stages make dx of the second visible:
  /// it is the dy of the first.
  OneLayer(LayerDescription<T> layer, Index rows, Index samples)
      : model({std::move(layer)}, rows, false), workspace(model, samples, WorkspaceUse::diagnostics) {
    parameters.resize(static_cast<std::size_t>(model.parameters().size()));
    gradient.resize(parameters.size());
    statistics.resize(static_cast<std::size_t>(model.statistics().size()));
    model.parameters().initialize(1, parameters.data());
    model.statistics().initialize(1, statistics.data());
    run.samples = samples;
    run.parameters = parameters.data();
    run.gradient = gradient.data();
    run.statistics = statistics.data();
    run.seed = 1;
    Out<T>(workspace.input(), rows, samples).setOnes();
  }
  Out<T> input() { return Out<T>(workspace.input(), model.inputs(), run.samples); }
  Matrix<T> forward(bool training = true) {
    run.training = training;
    model.forward(workspace, run);
    return workspace.output(run.samples).matrix();
  }
  /// The gradients of ⟨output, dy⟩, where forward() was called before.
  void backward(const Matrix<T>& dy) {
    workspace.output_gradient(run.samples) = dy.array();
    model.backward(workspace, run);
  }
};

}  // namespace mlp::test
