// The plan of the buffers: nothing that is still needed is overwritten, and a deep chain needs two gradients only.

#include "mlp/model/workspace.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/support/nets.h"

namespace mlp::test {
namespace {

using Layers = std::vector<LayerDescription<double>>;

constexpr Index samples = 10;

Layers chain(int depth) {
  Layers layers;
  for (int i = 0; i < depth; ++i) layers.push_back(dense<double>(std::to_string(i), 4 + i % 3, {.activation = "tanh"}));
  return layers;
}

Layers graph() {
  return {dropout<double>("in", 0.1),
          dense<double>("a", 7, {.activation = "elu"}),
          dense<double>("b", 7, {.activation = "prelu"}),
          add<double>("sum", {"a", "b"}),
          dense<double>("c", 3, {.activation = "relu", .inputs = {"a"}}),
          concatenate<double>("all", {"c", "sum", "a", "in", "c"}),
          dense<double>("d", 2, {.activation = "softplus"})};
}

std::set<Index> gradient_buffers(const WorkspacePlan& plan) {
  std::set<Index> starts;
  for (const auto& node : plan.nodes)
    if (node.dy >= 0) starts.insert(node.dy);
  return starts;
}

TEST(WorkspacePlan, ADeepChainNeedsTwoGradientBuffersInTraining) {
  const Model<double> model(chain(20), 3, false);
  EXPECT_EQ(gradient_buffers(plan_workspace(model, samples, WorkspaceUse::training)).size(), 2u);
  EXPECT_EQ(gradient_buffers(plan_workspace(model, samples, WorkspaceUse::diagnostics)).size(), 20u);
  EXPECT_EQ(gradient_buffers(plan_workspace(model, samples, WorkspaceUse::inference)).size(), 0u);
}

TEST(WorkspacePlan, KeepsThePreactivationOnlyWhereSomebodyReadsIt) {
  const Model<double> model(
      {dense<double>("a", 4, {.activation = "tanh"}), dense<double>("b", 4, {.activation = "elu"})}, 3, false);
  const auto separate = [&](WorkspaceUse use) {
    const WorkspacePlan plan = plan_workspace(model, samples, use);
    return std::pair(plan.nodes[0].s != plan.nodes[0].y, plan.nodes[1].s != plan.nodes[1].y);
  };
  EXPECT_EQ(separate(WorkspaceUse::inference), std::pair(false, false));
  EXPECT_EQ(separate(WorkspaceUse::training), std::pair(false, true));  // elu's derivative needs its input
  EXPECT_EQ(separate(WorkspaceUse::diagnostics), std::pair(true, true));
}

/// A stretch of memory and when it is alive: time 0 … n−1 are the nodes forward, n … 2n−1 backward, last node first.
struct Use {
  std::string what;
  Index start, size;
  std::size_t from, to;
};

std::vector<Use> uses_of(const Model<double>& model, const WorkspacePlan& plan, bool keep_gradients) {
  const std::size_t n = model.nodes().size(), end = 2 * n;
  const auto backward = [&](std::size_t i) { return end - 1 - i; };
  std::vector<Use> uses{{"input", plan.input, model.inputs() * samples, 0, end},
                        {"prediction", plan.prediction, model.outputs() * samples, 0, end},
                        {"scratch", plan.scratch, model.outputs() * samples, 0, end}};
  for (std::size_t i = 0; i < n; ++i) {
    const auto& node = model.nodes()[i];
    const auto& p = plan.nodes[i];
    const std::string name = std::to_string(i);
    uses.push_back({"y" + name, p.y, node.rows * samples, i, end});  // outputs are kept for backward and diagnostics
    if (p.s != p.y) uses.push_back({"s" + name, p.s, node.rows * samples, i, end});
    if (p.aux >= 0) uses.push_back({"aux" + name, p.aux, node.layer->aux_rows() * samples, i, end});
    if (p.dy < 0) continue;
    std::size_t first_writer = n - 1;  // the loss, before the last node runs backward
    for (std::size_t reader = n; reader-- > 0;) {
      const auto& inputs = model.nodes()[reader].inputs;
      if (std::find(inputs.begin(), inputs.end(), static_cast<Index>(i) + 1) == inputs.end()) continue;
      first_writer = backward(reader);
      break;
    }
    uses.push_back({"dy" + name, p.dy, node.rows * samples, first_writer, keep_gradients ? end : backward(i)});
  }
  return uses;
}

void expect_no_overlap(const Model<double>& model, WorkspaceUse use) {
  const WorkspacePlan plan = plan_workspace(model, samples, use);
  const auto uses = uses_of(model, plan, use == WorkspaceUse::diagnostics);
  for (const Use& a : uses) {
    EXPECT_EQ(a.start % padding, 0) << a.what;
    EXPECT_LE(a.start + padded(a.size), plan.elements) << a.what;
    for (const Use& b : uses) {
      if (&a == &b) continue;
      const bool apart = a.start + padded(a.size) <= b.start || b.start + padded(b.size) <= a.start;
      EXPECT_TRUE(apart || a.to < b.from || b.to < a.from) << a.what << " and " << b.what;
    }
  }
}

TEST(WorkspacePlan, NeverHandsOutMemoryThatIsStillNeeded) {
  for (const WorkspaceUse use : {WorkspaceUse::inference, WorkspaceUse::training, WorkspaceUse::diagnostics}) {
    expect_no_overlap(Model<double>(chain(9), 3, false), use);
    expect_no_overlap(Model<double>(graph(), 5, false), use);
  }
}

TEST(WorkspacePlan, SkipsGradientsThatNobodyWantsAndAddsThoseOfFurtherReaders) {
  const Model<double> model(graph(), 5, false);
  const auto training = plan_workspace(model, samples, WorkspaceUse::training);
  using Stores = std::vector<Store>;
  EXPECT_EQ(training.nodes[0].dy, -1);  // dropout of the input: nothing before it learns
  EXPECT_EQ(training.nodes[1].store, Stores{Store::skip});
  // Backward, "all" (node 6: prelu is a node of its own) comes first: c, sum and a for the first time, c once more.
  EXPECT_EQ(training.nodes[6].store, (Stores{Store::assign, Store::assign, Store::assign, Store::skip, Store::add}));
  EXPECT_EQ(training.nodes[5].store, Stores{Store::add});                   // c reads a
  EXPECT_EQ(training.nodes[4].store, (Stores{Store::add, Store::assign}));  // sum reads a and b
  const auto everything = plan_workspace(model, samples, WorkspaceUse::diagnostics);
  EXPECT_NE(everything.nodes[0].dy, -1);
  EXPECT_EQ(everything.nodes[6].store[3], Store::assign);
}

TEST(Workspace, StartsEveryBufferOnACacheLine) {
  const Model<float> model(
      {dense<float>("a", 3, {.activation = "elu"}), dropout<float>("b", 0.5), dense<float>("c", 1)}, 5, false);
  const Workspace<float> workspace(model, 7, WorkspaceUse::diagnostics);
  const auto aligned = [](const void* p) { return reinterpret_cast<std::uintptr_t>(p) % alignment == 0; };
  EXPECT_TRUE(aligned(workspace.input()) && aligned(workspace.scratch()) && aligned(workspace.output(7).data()));
  for (std::size_t i = 0; i < 3; ++i) {
    const auto& node = workspace.node(i);
    EXPECT_TRUE(aligned(node.s) && aligned(node.y) && aligned(node.aux) && aligned(node.dy)) << i;
  }
  EXPECT_EQ(workspace.bytes() % alignment, 0u);
  EXPECT_EQ(workspace.max_samples(), 7);
}

}  // namespace
}  // namespace mlp::test
