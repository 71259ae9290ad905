// The graph: shapes, names, the layout of the parameters, what is refused, and a pass by hand.

#include "mlp/model/model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "mlp/core/error.h"
#include "mlp/model/workspace.h"
#include "tests/support/array.h"
#include "tests/support/nets.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {
namespace {

using Layers = std::vector<LayerDescription<double>>;
using Shape = std::vector<Index>;

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}
std::string refusal(Layers layers, Index inputs = 3) {
  return message_of([&] { Model<double>(std::move(layers), inputs, false); });
}

TEST(Model, LaysItsParametersOutInOrderWithKerassNamesAndShapes) {
  const Model<double> model(
      {dense<double>("first", 5, {.activation = "prelu"}),
       dense<double>("second", 4, {.activation = "prelu_shared", .use_bias = false}), dense<double>("third", 2)},
      3, false);
  const auto& blocks = model.parameters().blocks();
  ASSERT_EQ(blocks.size(), 7u);
  const std::tuple<const char*, Shape, Index> expected[] = {{"first/kernel", {3, 5}, 0}, {"first/bias", {5}, 15},
                                                            {"first/alpha", {5}, 20},    {"second/kernel", {5, 4}, 25},
                                                            {"second/alpha", {1}, 45},   {"third/kernel", {4, 2}, 46},
                                                            {"third/bias", {2}, 54}};
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    EXPECT_EQ(blocks[i].name, std::get<0>(expected[i]));
    EXPECT_EQ(blocks[i].shape, std::get<1>(expected[i]));
    EXPECT_EQ(blocks[i].offset, std::get<2>(expected[i]));
  }
  EXPECT_EQ(model.parameters().size(), 56);
  EXPECT_EQ(model.parameters().find("third/bias")->offset, 54);
  EXPECT_EQ(model.parameters().find("third/alpha"), nullptr);
  EXPECT_EQ(blocks[1].fans.fan_in, 3);  // a bias has the fans of its layer
  EXPECT_EQ(blocks[1].fans.fan_out, 5);
}

TEST(Model, DescribesItsLayersForTables) {
  const Model<double> model({dense<double>("a", 5, {.activation = "prelu"}), dropout<double>("drop", 0.5),
                             concatenate<double>("both", {"drop", "a", "input"}), dense<double>("b", 2)},
                            3, false);
  ASSERT_EQ(model.layers().size(), 4u);
  const LayerInfo &a = model.layers()[0], &drop = model.layers()[1], &both = model.layers()[2], &b = model.layers()[3];
  EXPECT_EQ(a.inputs, std::vector<std::string>{"input"});
  EXPECT_EQ(drop.inputs, std::vector<std::string>{"a"});
  EXPECT_EQ(a.last_node - a.first_node, 1);  // dense, then prelu
  EXPECT_EQ(a.parameters, 3 * 5 + 5 + 5);
  EXPECT_EQ(a.flops, 2 * 3 * 5);
  EXPECT_EQ(drop.parameters, 0);
  EXPECT_EQ(both.rows, 5 + 5 + 3);
  EXPECT_EQ(both.input_rows, (Shape{5, 5, 3}));
  EXPECT_EQ(b.input_rows, Shape{13});
  EXPECT_EQ(b.block_count, 2);
  EXPECT_EQ(b.type, "dense");
  EXPECT_EQ(model.outputs(), 2);
  EXPECT_EQ(model.inputs(), 3);
}

/// The initial values of a block.
std::vector<double> initial(const Model<double>& model, const std::string& name, std::uint64_t seed = 1) {
  Buffer<double> all(static_cast<std::size_t>(model.parameters().size()));
  model.parameters().initialize(seed, all.data());
  const ParameterBlock& block = *model.parameters().find(name);
  return {all.begin() + block.offset, all.begin() + block.offset + block.size};
}

TEST(InitialParameters, DoNotDependOnLayersAddedElsewhere) {
  const Model<double> small({dense<double>("a", 4), dense<double>("b", 4)}, 4, false);
  const Model<double> longer({dense<double>("a", 4), dense<double>("b", 4), dense<double>("c", 4)}, 4, false);
  const Model<double> wider({dense<double>("new", 4), dense<double>("a", 4), dense<double>("b", 4)}, 4, false);
  for (const char* block : {"a/kernel", "a/bias", "b/kernel", "b/bias"}) {
    EXPECT_EQ(initial(small, block), initial(longer, block)) << block;
    EXPECT_EQ(initial(small, block), initial(wider, block)) << block;
  }
}

TEST(InitialParameters, DifferBetweenEqualShapesAndBetweenSeeds) {
  const Model<double> model({dense<double>("a", 4), dense<double>("b", 4)}, 4, false);
  EXPECT_NE(initial(model, "a/kernel"), initial(model, "b/kernel"));
  EXPECT_NE(initial(model, "a/bias"), initial(model, "b/bias"));
  EXPECT_NE(initial(model, "a/kernel"), initial(model, "a/kernel", 2));
}

TEST(InitialParameters, OfFloatAreThoseOfDoubleRounded) {
  const Model<double> model({dense<double>("a", 4)}, 4, false);
  const Model<float> rounded({dense<float>("a", 4)}, 4, false);
  Buffer<float> all(static_cast<std::size_t>(rounded.parameters().size()));
  rounded.parameters().initialize(1, all.data());
  const std::vector<double> exact = initial(model, "a/kernel");
  for (std::size_t i = 0; i < exact.size(); ++i) EXPECT_EQ(all[i], static_cast<float>(exact[i]));
}

/// Runs a model in inference mode; W column by column, then b, layer by layer.
template <class T>
std::vector<T> outputs(const Model<T>& model, const std::vector<T>& parameters, const std::vector<T>& input) {
  const Index samples = static_cast<Index>(input.size()) / model.inputs();
  const Workspace<T> workspace(model, samples, WorkspaceUse::inference);
  std::copy(input.begin(), input.end(), workspace.input());
  Execution<T> run;
  run.samples = samples;
  run.parameters = parameters.data();
  model.forward(workspace, run);
  model.predict(workspace, run);
  const Out<T> y = workspace.prediction(samples);
  return {y.data(), y.data() + y.size()};
}

// 2-2-1, tanh and sigmoid. x = (1, 2):
//   W₁ = [0.5 −0.25; 1 0.5], b₁ = (0.25, −1):  s₁ = (0.5 − 0.5 + 0.25, 1 + 1 − 1) = (0.25, 1)
//   h = (tanh 0.25, tanh 1) = (0.244918662, 0.761594156)
//   W₂ = [2 −1], b₂ = 0.5:  s₂ = 0.489837325 − 0.761594156 + 0.5 = 0.228243169,  y = σ(s₂) = 0.556814361
TEST(ForwardPass, IsTheHandWorkedOne) {
  for (const bool fused : {false, true}) {
    const Model<double> model(
        {dense<double>("a", 2, {.activation = "tanh"}), dense<double>("b", 1, {.activation = "sigmoid"})}, 2, fused);
    const auto y = outputs<double>(model, {0.5, 1, -0.25, 0.5, 0.25, -1, 2, -1, 0.5}, {1, 2});
    EXPECT_NEAR(y[0], 0.556814361, 1e-9);
    EXPECT_EQ(model.output_activation() != nullptr, fused);
  }
}

TEST(ForwardPass, AddsAndConcatenates) {
  const auto ones = make_constant(1), none = make_constant(0);
  const Model<double> sum(
      {dense<double>("a", 2, {.kernel_values = ones, .bias_values = none}), add<double>("b", {"a", "input", "a"})}, 2,
      false);
  EXPECT_EQ(outputs<double>(sum, {1, 0, 0, 1, 0, 10}, {3, 5}), (std::vector<double>{3 + 3 + 3, 15 + 5 + 15}));
  const Model<double> stack({dense<double>("a", 1), concatenate<double>("b", {"input", "a", "input"})}, 2, false);
  EXPECT_EQ(outputs<double>(stack, {1, 1, 0}, {3, 5, 7, 9}), (std::vector<double>{3, 5, 8, 3, 5, 7, 9, 16, 7, 9}));
}

TEST(ForwardPass, EndsInLogitsWhereTheLossIncludesTheOutputActivation) {
  const Model<double> model({dense<double>("a", 1, {.activation = "sigmoid"})}, 1, true);
  const Workspace<double> workspace(model, 1, WorkspaceUse::inference);
  workspace.input()[0] = 2;
  const double parameters[] = {3, 1};
  Execution<double> run;
  run.samples = 1;
  run.parameters = parameters;
  model.forward(workspace, run);
  EXPECT_EQ(workspace.output(1)(0, 0), 7);
  model.predict(workspace, run);
  EXPECT_DOUBLE_EQ(workspace.prediction(1)(0, 0), 1 / (1 + std::exp(-7)));
}

TEST(ActivityPenalty, IsTheSumOverTheBatchDividedByItsSize) {
  const Model<double> model({dense<double>("a", 1, {.activity = {0.5, 0.25}}),
                             dense<double>("b", 1, {.activation = "sigmoid", .activity = {1, 0}})},
                            1, true);
  const Workspace<double> workspace(model, 2, WorkspaceUse::inference);
  workspace.input()[0] = 2;
  workspace.input()[1] = -4;
  const double parameters[] = {1, 0, 0, 0};  // a = x; b = σ(0)
  Execution<double> run;
  run.samples = 2;
  run.parameters = parameters;
  model.forward(workspace, run);
  EXPECT_DOUBLE_EQ(model.activity_penalty(workspace, run), (0.5 * 6 + 0.25 * 20) / 2 + (0.5 + 0.5) / 2);
}

TEST(Model, RefusesGraphsThatAreNone) {
  EXPECT_EQ(refusal({}), "the model has no layers; it needs at least one");
  EXPECT_EQ(refusal({dense<double>("dense_1", 2), dense<double>("b", 2, {.inputs = {"dense_2"}})}),
            "layer \"b\" reads \"dense_2\", which is no earlier layer; did you mean \"dense_1\"? Earlier are input and "
            "dense_1");
  EXPECT_EQ(refusal({dense<double>("a", 2, {.inputs = {"b"}}), dense<double>("b", 2)}),
            "layer \"a\" reads \"b\", which is no earlier layer; earlier are input");
  EXPECT_EQ(refusal({dense<double>("a", 2), dense<double>("b", 2, {.inputs = {"input"}})}),
            "layer \"a\" leads nowhere: name it in the \"inputs\" of a later layer, or remove it");
  EXPECT_EQ(refusal({dense<double>("a", 2), dense<double>("b", 3), add<double>("sum", {"a", "b"})}),
            "layer \"sum\" adds inputs of different sizes: 2 and 3 units");
  EXPECT_EQ(refusal({dense<double>("a", 2), dense<double>("b", 3, {.inputs = {"a", "input"}})}),
            "layer \"b\" takes one input, but 2 are named; join them first with a layer of type add or concatenate");
  EXPECT_EQ(refusal({dense<double>("a", 2), dense<double>("a", 2)}),
            "two layers are named \"a\"; every layer needs a name of its own");
  EXPECT_EQ(refusal({dense<double>("input", 2)}), "no layer may be named \"input\": that is the network's input");
}

TEST(Model, RefusesAbsurdSizesBeforeAnythingIsAllocated) {
  constexpr Index many = Index{1} << 40;
  EXPECT_EQ(
      refusal({dense<double>("a", many), dense<double>("b", many)}),
      "the net would have more parameters than there are addresses: \"b/kernel\" is 1099511627776 × 1099511627776; "
      "take fewer units");
  EXPECT_EQ(
      refusal({dense<double>("a", Index{1} << 62)}),
      "the net would have more parameters than there are addresses: \"a/kernel\" is 3 × 4611686018427387904; take "
      "fewer units");
  const Model<double> wide({dense<double>("a", many)}, 1, false);  // a layout is only numbers
  EXPECT_EQ(message_of([&] { Workspace<double>(wide, Index{1} << 30, WorkspaceUse::training); }),
            "the buffers of a batch of 1073741824 samples have more bytes than there are addresses; take a smaller "
            "batch_size or fewer units");
  const std::string memory = message_of([&] { Workspace<double>(wide, 32, WorkspaceUse::training); });
  EXPECT_EQ(memory.rfind("the buffers of a batch of 32 samples would need ", 0), 0u) << memory;
  EXPECT_NE(memory.find(" are available. Take a smaller batch_size or fewer units."), std::string::npos) << memory;
}

}  // namespace
}  // namespace mlp::test
