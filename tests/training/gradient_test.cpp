// Back-propagation against differences: every activation with every loss and penalty, graphs, dropout, deep nets.

#include <gtest/gtest.h>

#include "tests/support/catalog_layer.h"
#include "tests/support/gradient_case.h"

namespace mlp::test {
namespace {

using Layers = std::vector<LayerDescription<double>>;

constexpr Penalty weight_penalty{0.02, 0.03}, activity_penalty{0.05, 0.04};

/// Every tensor passes, and next to every entry could be measured.
void expect_right(const std::vector<TensorCheck>& checks, const std::string& what) {
  Index checked = 0, skipped = 0;
  for (const TensorCheck& c : checks) {
    EXPECT_TRUE(c.passed) << what << ": " << c.name << " relative " << c.relative_error << ", worst " << c.worst_error
                          << " in entry " << c.worst_entry << ": " << c.back_propagated << " by back-propagation, "
                          << c.by_differences << " by differences";
    EXPECT_GT(c.checked, 0) << what << ": " << c.name;
    checked += c.checked;
    skipped += c.skipped;
  }
  EXPECT_LE(skipped, checked / 10) << what;
}

std::vector<std::string> hidden_activations() {
  std::vector<std::string> names = activation_names();
  names.insert(names.end(), {"prelu", "prelu_shared"});
  return names;
}

TEST(Gradient, IsRightForEveryActivationLossAndPenalty) {
  for (const std::string& hidden : hidden_activations()) {
    for (const LossCase& loss : loss_cases()) {
      for (const bool penalties : {false, true}) {
        const Penalty w = penalties ? weight_penalty : Penalty{}, a = penalties ? activity_penalty : Penalty{};
        const std::string output = loss.includes.empty() ? "tanh" : loss.includes;
        GradientCase net(
            {dense<double>("a", 4, {.activation = hidden, .kernel = w, .bias = w, .activity = a}),
             dense<double>("b", 5, {.activation = hidden, .use_bias = false, .kernel = w}),
             dense<double>("c", loss.outputs, {.activation = output, .kernel = w, .bias = w, .activity = a})},
            loss.name, !loss.includes.empty());
        expect_right(net.check(), hidden + ", " + loss.name + (penalties ? ", penalties" : ""));
      }
    }
  }
}

TEST(Gradient, IsRightForEveryActivationAtTheOutput) {
  for (const std::string& output : hidden_activations()) {
    for (const char* loss : {"mean_squared_error", "mean_absolute_error"}) {
      GradientCase net(
          {dense<double>("a", 4, {.activation = "tanh"}),
           dense<double>("b", 3, {.activation = output, .kernel = weight_penalty, .activity = activity_penalty})},
          loss, false);
      expect_right(net.check(), output + " before " + loss);
    }
  }
}

TEST(Gradient, IsRightForActivationsThatAreLayers) {
  for (const std::string& kind : hidden_activations()) {
    GradientCase net({dense<double>("a", 4), activation<double>("b", kind, activity_penalty), dense<double>("c", 3),
                      activation<double>("d", kind)},
                     "mean_squared_error", false);
    expect_right(net.check(), kind);
  }
  for (const LossCase& loss : loss_cases()) {
    if (loss.includes.empty()) continue;
    GradientCase net({dense<double>("a", 4, {.activation = "tanh"}), dense<double>("b", loss.outputs),
                      activation<double>("c", loss.includes, activity_penalty)},
                     loss.name, true);
    expect_right(net.check(), loss.includes + " as a layer of its own, part of " + loss.name);
  }
}

TEST(Gradient, IsRightForAnActivationOfTheInputsAlone) {
  GradientCase net({activation<double>("a", "prelu"), dense<double>("b", 2)}, "mean_squared_error", false);
  expect_right(net.check(), "prelu first");
}

/// Graphs: every way in which a value can be used.
Layers skip_connection() {
  return {dense<double>("a", 4, {.activation = "tanh"}), dense<double>("b", 4, {.activation = "relu"}),
          add<double>("sum", {"a", "b"}), dense<double>("c", 2)};
}
Layers two_branches() {
  return {dense<double>("a", 4, {.activation = "elu_0.5", .activity = activity_penalty}),
          dense<double>("b", 2, {.activation = "tanh", .inputs = {"a"}}),
          dense<double>("c", 3, {.activation = "sigmoid", .inputs = {"a"}}),
          concatenate<double>("all", {"b", "a", "c"}), dense<double>("d", 2)};
}
Layers one_value_twice() {
  return {dense<double>("a", 3, {.activation = "tanh"}), add<double>("twice", {"a", "a"}),
          concatenate<double>("again", {"twice", "a", "twice"}), dense<double>("b", 2)};
}
Layers input_in_many_places() {
  return {dense<double>("a", 3, {.activation = "softplus"}), add<double>("sum", {"input", "a"}),
          dense<double>("b", 4, {.activation = "tanh", .inputs = {"input"}}),
          concatenate<double>("all", {"sum", "input", "b"}), dense<double>("c", 2)};
}
Layers prelu_and_penalties_in_a_graph() {
  return {dense<double>("a", 4, {.activation = "prelu", .kernel = weight_penalty, .activity = activity_penalty}),
          activation<double>("b", "prelu_shared", activity_penalty), add<double>("sum", {"a", "b"}),
          dense<double>("c", 2, {.activation = "softmax", .activity = activity_penalty})};
}
Layers dropout_everywhere() {
  return {dropout<double>("in", 0.3),
          dense<double>("a", 5, {.activation = "tanh", .activity = activity_penalty}),
          dropout<double>("once", 0.5),
          dropout<double>("twice", 0.2),
          dense<double>("b", 5, {.activation = "relu"}),
          concatenate<double>("all", {"b", "once", "a", "in"}),
          dropout<double>("last", 0.1),
          dense<double>("c", 2)};
}

constexpr const char* maxout_of_three = R"({"type": "maxout", "units": 4, "pieces": 3,
    "kernel_regularizer": {"l1": 0.02, "l2": 0.03}, "activity_regularizer": {"l2": 0.04}})";

/// A bias before a normalization has no gradient, so these dense layers have none.
Layers normalized(const std::string& type) {
  const std::string json = R"({"type": ")" + type + R"(", "epsilon": 0.01})";
  return {layer<double>("first", json),
          dense<double>("a", 4, {.activation = "tanh", .use_bias = false}),
          layer<double>("n", json),
          dense<double>("b", 4, {.activation = "softplus", .inputs = {"n"}}),
          layer<double>("again", json, {"n"}),
          add<double>("sum", {"b", "n", "again", "a"}),
          dense<double>("c", 2)};
}
Layers batch_normalized() { return normalized("batch_normalization"); }
Layers layer_normalized() { return normalized("layer_normalization"); }
Layers noisy() {
  return {layer<double>("in", R"({"type": "gaussian_noise", "stddev": 0.3})"),
          dense<double>("a", 4, {.activation = "selu"}),
          layer<double>("drop", R"({"type": "alpha_dropout", "rate": 0.3})"),
          dense<double>("b", 4, {.activation = "tanh"}),
          layer<double>("noise", R"({"type": "gaussian_noise", "stddev": 0.5})"),
          add<double>("sum", {"noise", "drop", "a"}),
          dense<double>("c", 2)};
}
Layers maxouts() {
  return {layer<double>("a", maxout_of_three), dropout<double>("drop", 0.2), layer<double>("b", maxout_of_three),
          add<double>("sum", {"a", "b"}), layer<double>("c", R"({"type": "maxout", "units": 2, "pieces": 2,
          "use_bias": false})")};
}

TEST(Gradient, IsRightInGraphs) {
  const std::pair<const char*, Layers (*)()> graphs[] = {{"a skip connection", skip_connection},
                                                         {"two branches", two_branches},
                                                         {"one value twice", one_value_twice},
                                                         {"the input in many places", input_in_many_places},
                                                         {"prelu", prelu_and_penalties_in_a_graph},
                                                         {"dropout", dropout_everywhere},
                                                         {"batch normalization", batch_normalized},
                                                         {"layer normalization", layer_normalized},
                                                         {"noise", noisy},
                                                         {"maxout", maxouts}};
  for (const auto& [what, layers] : graphs) {
    for (const bool training : {false, true}) {
      GradientCase net(layers(), "mean_squared_error", false);
      expect_right(net.check(training), std::string(what) + (training ? ", training" : ""));
    }
  }
}

TEST(Gradient, IsRightForEveryLayerOfTheCatalog) {
  for (const std::string& type : layer_names())
    for (const bool training : {false, true}) {
      GradientCase net({dense<double>("a", 4, {.activation = "tanh"}), layer_of_type<double>("tested", type, "a"),
                        dense<double>("b", 2)},
                       "mean_squared_error", false);
      expect_right(net.check(training), type + (training ? ", training" : ""));
    }
}

// In inference mode with statistics that training has moved, as diagnostics see it.
TEST(Gradient, IsRightForBatchNormalizationWithStatisticsOfItsOwn) {
  GradientCase net(batch_normalized(), "mean_squared_error", false);
  for (int batch = 0; batch < 5; ++batch) net.objective.value(net.execution(true));
  EXPECT_NE(net.statistics[0], 0);
  expect_right(net.check(false), "batch normalization, trained, in inference");
}

TEST(Gradient, IsRightForAGraphThatEndsInItsLoss) {
  Layers layers = two_branches();
  layers.back() = dense<double>("d", 3, {.activation = "softmax", .activity = activity_penalty});
  GradientCase net(std::move(layers), "categorical_crossentropy", true);
  expect_right(net.check(), "fused softmax after a graph");
}

Layers deep(Index depth, const std::string& kind, Index units = 5) {
  Layers layers;
  for (Index i = 1; i <= depth; ++i)
    layers.push_back(dense<double>("hidden_" + std::to_string(i), units, {.activation = kind}));
  layers.push_back(dense<double>("output", 1, {.activation = "sigmoid"}));
  return layers;
}

double largest_gradient(GradientCase& net, const std::string& block) {
  Buffer<double> gradient(net.parameters.size());
  Execution<double> run = net.execution();
  run.gradient = gradient.data();
  net.objective.gradient(run);
  const ParameterBlock& b = *net.model.parameters().find(block);
  return ConstSlice<double>(gradient.data() + b.offset, b.size).abs().maxCoeff();
}

TEST(Gradient, IsRightWhereItVanishes) {
  GradientCase net(deep(5, "sigmoid"), "binary_crossentropy", true);
  ASSERT_LT(largest_gradient(net, "hidden_1/kernel"), 1e-3 * largest_gradient(net, "output/kernel"));
  expect_right(net.check(), "five sigmoid layers");
  GradientCase relu(deep(8, "relu", 12), "binary_crossentropy", true);
  for (const TensorCheck& c : relu.check()) EXPECT_TRUE(c.passed) << c.name << " " << c.worst_error;
}

}  // namespace
}  // namespace mlp::test
