// The verdict's rules, one by one, at their thresholds.

#include "mlp/training/gradient_flow.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "mlp/training/status.h"

namespace mlp::test {
namespace {

/// A row with some of its columns filled in.
LayerRow row(const std::string& name, const std::vector<std::pair<std::string, double>>& cells, std::int64_t units = 5,
             bool saturating = false, std::int64_t epoch = 0) {
  LayerRow r{.epoch = epoch, .name = name, .units = units, .saturating = saturating};
  r.values.resize(layer_columns().size());
  for (const auto& [column, value] : cells)
    r.values.at(static_cast<std::size_t>(std::ranges::find(layer_columns(), column) - layer_columns().begin())) = value;
  return r;
}

/// Layers with these norms of the kernel's gradient; the last is the output.
std::vector<LayerRow> net(const std::vector<double>& norms) {
  std::vector<LayerRow> rows;
  for (std::size_t i = 0; i < norms.size(); ++i)
    rows.push_back(row("layer_" + std::to_string(i + 1), {{"kernel_grad_norm", norms[i]}, {"effective_rank", 3}}));
  return rows;
}

/// The same with one cell changed.
std::vector<LayerRow> with(std::vector<LayerRow> rows, std::size_t layer, const std::string& column, double value) {
  rows[layer].values[static_cast<std::size_t>(std::ranges::find(layer_columns(), column) - layer_columns().begin())] =
      value;
  return rows;
}

std::string_view verdict(const std::vector<LayerRow>& rows) { return verdict_name(gradient_flow(rows).verdict); }

TEST(GradientFlow, MeasuresTheSlopeInDecadesPerLayerOverAllButTheLast) {
  const GradientFlow flow = gradient_flow(net({1e-4, 1e-3, 1e-2, 77}));
  EXPECT_NEAR(*flow.slope, 1, 1e-12);
  EXPECT_NEAR(*flow.ratio, 100, 1e-9);
  // Least squares through (0, 0), (1, 1), (2, 0), (3, 1): slope 1/5.
  EXPECT_NEAR(*gradient_flow(net({1, 10, 1, 10, 5})).slope, 0.2, 1e-12);
  EXPECT_NEAR(*gradient_flow(net({1, 0.1, 5})).slope, -1, 1e-12);
}

TEST(GradientFlow, HasNoNumbersForFewerThanTwoHiddenLayers) {
  for (const auto& rows : {net({}), net({1}), net({1, 2})}) {
    EXPECT_FALSE(gradient_flow(rows).slope);
    EXPECT_FALSE(gradient_flow(rows).ratio);
    EXPECT_EQ(verdict(rows), "healthy");
  }
}

TEST(GradientFlow, PassesOverLayersWithoutAKernel) {
  std::vector<LayerRow> rows = net({1, 10, 5});
  rows.insert(rows.begin() + 1, row("activation", {{"dead", 0.0}}));
  EXPECT_NEAR(*gradient_flow(rows).slope, 1, 1e-12);
  rows.push_back(row("softmax", {{"dead", 1.0}}));  // after the last kernel: no hidden layer
  EXPECT_EQ(verdict(rows), "healthy");
  EXPECT_EQ(verdict(with(rows, 1, "dead", 0.9)), "dead");  // but before it
}

TEST(GradientFlow, DeadFromFourFifthsOfDeadUnitsOrWithoutAnyGradient) {
  const auto rows = net({1, 1, 1});
  EXPECT_EQ(verdict(with(rows, 0, "dead", 0.8)), "dead");
  EXPECT_EQ(verdict(with(rows, 0, "dead", 0.79)), "healthy");
  EXPECT_EQ(verdict(with(rows, 1, "dead", 1)), "dead");
  EXPECT_EQ(verdict(with(rows, 2, "dead", 1)), "healthy");  // the output
  EXPECT_EQ(verdict(with(rows, 1, "kernel_grad_norm", 0)), "dead");
  EXPECT_EQ(verdict(with(rows, 1, "delta_mean_abs", 0)), "dead");
  EXPECT_FALSE(gradient_flow(with(rows, 0, "kernel_grad_norm", 0)).ratio);
  EXPECT_FALSE(gradient_flow(with(rows, 0, "kernel_grad_norm", 0)).slope);
}

TEST(GradientFlow, VanishingFromThirtyTimes) {
  EXPECT_EQ(verdict(net({1, 30, 1})), "vanishing");
  EXPECT_EQ(verdict(net({1, 29.9, 1})), "healthy");
  EXPECT_EQ(verdict(net({1, 5, 6, 31, 1})), "vanishing");
}

TEST(GradientFlow, ExplodingFromAThirtieth) {
  EXPECT_EQ(verdict(net({30, 1, 1})), "exploding");
  EXPECT_EQ(verdict(net({29.9, 1, 1})), "healthy");
  EXPECT_EQ(verdict(net({1, std::nan(""), 1})), "exploding");
  EXPECT_EQ(verdict(net({std::numeric_limits<double>::infinity(), 1, 1})), "exploding");
}

TEST(GradientFlow, SaturatedFromOneHalfOfASaturatingActivation) {
  auto rows = net({1, 1, 1});
  EXPECT_EQ(verdict(with(rows, 1, "saturated", 1)), "healthy");  // a ReLU that is off is not saturated
  rows[1].saturating = true;
  EXPECT_EQ(verdict(with(rows, 1, "saturated", 0.5)), "saturated");
  EXPECT_EQ(verdict(with(rows, 1, "saturated", 0.49)), "healthy");
  EXPECT_EQ(verdict(with(rows, 0, "saturated", 1)), "healthy");
  rows[2].saturating = true;
  EXPECT_EQ(verdict(with(rows, 2, "saturated", 1)), "healthy");  // the output
}

TEST(GradientFlow, CollapsedWhereTheLastHiddenLayerHasOneDirectionBeforeTraining) {
  auto rows = net({1, 1, 1});
  EXPECT_EQ(verdict(with(rows, 1, "effective_rank", 1.009)), "collapsed");
  EXPECT_EQ(verdict(with(rows, 1, "effective_rank", 1.011)), "healthy");
  EXPECT_EQ(verdict(with(rows, 1, "effective_rank", 0)), "collapsed");
  EXPECT_EQ(verdict(with(rows, 0, "effective_rank", 1)), "healthy");  // not the last
  rows[1].units = 1;                                                  // a single unit has one direction
  EXPECT_EQ(verdict(with(rows, 1, "effective_rank", 1)), "healthy");
  EXPECT_EQ(verdict(with(rows, 0, "effective_rank", 1)), "collapsed");  // the last of two or more units
  rows[0].epoch = 10;
  EXPECT_EQ(verdict(with(rows, 0, "effective_rank", 1)), "healthy");  // after training it may be what is learned
}

TEST(GradientFlow, ANetOfOneInputCollapsesWhereAllIsConstant) {
  auto rows = with(net({1, 1, 1}), 1, "effective_rank", 1);
  EXPECT_EQ(verdict(rows), "collapsed");
  for (LayerRow& row : rows) row.net_inputs = 1;
  EXPECT_EQ(verdict(rows), "healthy");  // what it is told has one direction
  EXPECT_EQ(verdict(with(rows, 1, "effective_rank", 0)), "collapsed");
  for (LayerRow& row : rows) row.net_inputs = 2;
  EXPECT_EQ(verdict(rows), "collapsed");
}

TEST(GradientFlow, TheFirstRuleThatHoldsDecides) {
  auto rows = with(net({1, 40, 1}), 1, "effective_rank", 1);
  rows[0].saturating = true;
  rows = with(rows, 0, "saturated", 1);
  EXPECT_EQ(verdict(rows), "vanishing");
  EXPECT_EQ(verdict(with(rows, 0, "dead", 1)), "dead");
  EXPECT_EQ(verdict(with(rows, 1, "kernel_grad_norm", 2)), "saturated");
  EXPECT_EQ(verdict(with(with(rows, 1, "kernel_grad_norm", 2), 0, "saturated", 0)), "collapsed");
}

TEST(GradientFlow, GivesAReasonWithLayerAndNumber) {
  EXPECT_EQ(gradient_flow(with(net({1, 1, 1}), 0, "dead", 0.8)).reason,
            "80 % of the units of layer_1 are off for every sample");
  EXPECT_EQ(gradient_flow(net({1, 45.25, 1})).reason,
            "the gradient of the last hidden layer is 45.2 times the first's");
  EXPECT_EQ(gradient_flow(net({1, 6938.2, 1})).reason,
            "the gradient of the last hidden layer is 6,940 times the first's");
  EXPECT_EQ(gradient_flow(net({1, 1.2345e12, 1})).reason,
            "the gradient of the last hidden layer is 1.23e+12 times the first's");
  EXPECT_EQ(gradient_flow(net({45678, 1, 1})).reason,
            "the gradient of the first hidden layer is 45,700 times the last's");
  EXPECT_EQ(gradient_flow(net({1, 1})).reason, "the gradient reaches every layer");
}

TEST(GradientFlow, VerdictsAndEndsHaveNames) {
  for (const char* name : {"diverged", "dead", "vanishing", "exploding", "saturated", "collapsed", "healthy"})
    EXPECT_EQ(verdict_name(verdict_named(name).value()), name);
  EXPECT_EQ(verdict_named("fine"), std::nullopt);
  for (const char* name : {"completed", "stopped_early", "interrupted", "diverged"})
    EXPECT_EQ(status_name(status_named(name).value()), name);
  EXPECT_EQ(status_named("running"), std::nullopt);
  EXPECT_EQ(status_name(TrainingStatus::stopped_early), "stopped_early");
  EXPECT_FALSE(has_ended(TrainingStatus::interrupted));
  EXPECT_TRUE(has_ended(TrainingStatus::diverged));
}

TEST(GradientFlow, TheWorseOfTwoIsTheOneThatComesFirst) {
  using enum FlowVerdict;
  const std::vector<FlowVerdict> order{diverged, dead, vanishing, exploding, saturated, collapsed, healthy};
  for (std::size_t i = 0; i < order.size(); ++i) {
    for (std::size_t j = 0; j < order.size(); ++j) {
      const GradientFlow a{.verdict = order[i]}, b{.verdict = order[j]};
      EXPECT_EQ(worse(a, b).verdict, order[std::min(i, j)]);
    }
  }
}

}  // namespace
}  // namespace mlp::test
