#include "mlp/report/run_figures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace mlp {
namespace {

LayerRow layer_row(std::int64_t epoch, std::int64_t layer, std::optional<double> norm) {
  LayerRow row;
  row.epoch = epoch;
  row.layer = layer;
  for (const std::string& column : layer_columns())
    row.values.push_back(column == "kernel_grad_norm" ? norm : std::nullopt);
  return row;
}

RunFolder run_of(std::vector<double> train, std::vector<double> validation) {
  std::vector<double> epochs;
  for (std::size_t i = 0; i < train.size(); ++i) epochs.push_back(static_cast<double>(i));
  return {"", {{"epoch", "train_loss", "train_penalty", "val_loss"}, {epochs, train, train, validation}}, {}, {}};
}

TEST(LossFigure, ShowsTrainingBesideValidation) {
  const Figure figure = loss_figure(run_of({3, 2, 1}, {4, NAN, 2}), "t");
  ASSERT_EQ(figure.panels.size(), 1u);
  ASSERT_EQ(figure.panels[0].series.size(), 2u);
  EXPECT_EQ(figure.panels[0].series[0].name, "training");
  EXPECT_EQ(figure.panels[0].series[0].y, (std::vector<double>{3, 2, 1}));
  EXPECT_EQ(figure.panels[0].series[1].name, "validation");
  EXPECT_EQ(figure.panels[0].y_scale, Scale::linear);
}

TEST(LossFigure, IsLogarithmicOverThreeDecades) {
  EXPECT_EQ(loss_figure(run_of({1, 0.0009}, {1, 1}), "").panels[0].y_scale, Scale::logarithmic);
  EXPECT_EQ(loss_figure(run_of({1, 0}, {1, 1}), "").panels[0].y_scale, Scale::linear);  // 0 has no logarithm
}

TEST(LossFigure, OfARunWithoutRowsHasNoPanels) { EXPECT_TRUE(loss_figure(RunFolder{}, "").panels.empty()); }

TEST(LossFigure, ComparesMeansAndQuartiles) {
  const RunGroup group{
      "g", "g", {run_of({1, 5}, {NAN, NAN}), run_of({2, 6, 9}, {NAN, NAN, NAN}), run_of({6, 7}, {NAN, NAN})}};
  const Figure figure = loss_figure(std::vector{group}, "t");
  ASSERT_EQ(figure.panels.size(), 1u);  // nothing was validated
  const Series& series = figure.panels[0].series.at(0);
  EXPECT_EQ(series.x, (std::vector<double>{0, 1, 2}));
  EXPECT_EQ(series.y, (std::vector<double>{3, 6, 9}));        // the longest run goes on alone
  EXPECT_EQ(series.low, (std::vector<double>{1.5, 5.5, 9}));  // numpy.percentile([1, 2, 6], 25) = 1.5
  EXPECT_EQ(series.high, (std::vector<double>{4, 6.5, 9}));
}

TEST(GradientFlowFigure, ShowsLayersWithAKernelAtChosenEpochs) {
  RunFolder run;
  for (int epoch = 0; epoch <= 50; ++epoch)
    for (const auto& [layer, norm] : {std::pair(1, 0.1), {3, 0.2}}) {
      run.layers.push_back(layer_row(epoch, layer, norm + epoch));
      run.layers.push_back(layer_row(epoch, layer + 1, std::nullopt));  // the activation after it
    }
  const Figure figure = gradient_flow_figure(run, "t");
  const auto& series = figure.panels.at(0).series;
  EXPECT_EQ(series.size(), 7u);
  EXPECT_EQ(series.front().name, "epoch 0");
  EXPECT_EQ(series.back().name, "epoch 50");
  EXPECT_EQ(series.front().x, (std::vector<double>{1, 2}));
  EXPECT_EQ(series.front().y, (std::vector<double>{0.1, 0.2}));
  EXPECT_EQ(figure.subtitle, "");
}

TEST(GradientFlowFigure, ComparesMediansAtStartAndEnd) {
  std::vector<RunFolder> runs(3);
  for (int i = 0; i < 3; ++i) {
    runs[i].layers = {layer_row(0, 1, std::pow(10, i)), layer_row(5 + i, 1, i)};
  }
  const Figure figure = gradient_flow_figure(std::vector<RunGroup>{{"g", "g", runs}}, "t");
  ASSERT_EQ(figure.panels.size(), 2u);
  EXPECT_EQ(figure.panels[0].series.at(0).y, std::vector<double>{10});
  EXPECT_EQ(figure.panels[0].series.at(0).low, std::vector<double>{5.5});
  EXPECT_EQ(figure.panels[1].series.at(0).y, std::vector<double>{1});
  EXPECT_EQ(figure.subtitle, "line: median of the runs; band: from the lower to the upper quartile");
}

TEST(GradientFlowFigure, SaysWhyAPointIsMissing) {
  RunFolder run;
  run.layers = {layer_row(0, 1, 0.0), layer_row(0, 2, 1.0)};
  EXPECT_EQ(gradient_flow_figure(run, "t").subtitle, "a missing point: the gradient is exactly 0");
}

}  // namespace
}  // namespace mlp
