#pragma once
// A small net with its loss and a batch, ready for a check of its gradient.

#include <memory>
#include <string>
#include <vector>

#include "mlp/training/gradient_check.h"
#include "tests/support/array.h"
#include "tests/support/nets.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {

inline constexpr GradientCheckSettings every_entry{.entries = 1000, .seed = 1};

/// The parameters are those of seed 3, inputs and targets random.
struct GradientCase {
  static constexpr Index samples = 7, features = 3;

  Model<double> model;
  std::shared_ptr<Loss<double>> loss;
  Objective<double> objective;
  Buffer<double> parameters, statistics;

  GradientCase(std::vector<LayerDescription<double>> layers, const std::string& loss_name, bool includes_output)
      : model(std::move(layers), features, includes_output),
        loss(make_loss<double>(loss_name)),
        objective(model, *loss, samples, WorkspaceUse::training),
        parameters(static_cast<std::size_t>(model.parameters().size())),
        statistics(static_cast<std::size_t>(model.statistics().size())) {
    model.parameters().initialize(3, parameters.data());
    model.statistics().initialize(3, statistics.data());
    const TestArray<double> x = random_array<double>(features, samples, "x"),
                            t = random_array<double>(model.outputs(), samples, "t");
    std::copy_n(x.data(), x.size(), objective.inputs());
    std::copy_n(t.data(), t.size(), objective.targets());
    if (loss->classification_only()) set_classes();
  }
  void set_classes() {
    Out<double> t(objective.targets(), model.outputs(), samples);
    for (Index j = 0; j < samples; ++j)
      for (Index k = 0; k < t.rows(); ++k) t(k, j) = t.rows() == 1 ? double(j % 2) : double(j % t.rows() == k);
  }
  Execution<double> execution(bool training = false) {
    Execution<double> run;
    run.samples = samples;
    run.training = training;
    run.parameters = parameters.data();
    run.statistics = statistics.data();
    run.seed = 5;
    run.step = 11;
    return run;
  }
  std::vector<TensorCheck> check(bool training = false) {
    return check_gradient(objective, execution(training), every_entry);
  }
};

}  // namespace mlp::test
