#include "mlp/report/run_figures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

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
  validation.resize(train.size(), NAN);
  return {"", {{"epoch", "train_loss", "train_penalty", "val_loss"}, {epochs, train, train, validation}}, {}, {}};
}

std::vector<RunGroup> alone(const RunFolder& run) { return {{"run", "run", {run}}}; }

TEST(LossFigure, ShowsTrainingBesideValidation) {
  const Figure figure = loss_figure(alone(run_of({3, 2, 1}, {4, NAN, 2})), "t");
  ASSERT_EQ(figure.panels.size(), 1u);
  ASSERT_EQ(figure.panels[0].series.size(), 2u);
  EXPECT_EQ(figure.panels[0].series[0].name, "training");
  EXPECT_EQ(figure.panels[0].series[0].y, (std::vector<double>{3, 2, 1}));
  EXPECT_EQ(figure.panels[0].series[1].name, "validation");
  EXPECT_EQ(figure.panels[0].series[1].x, (std::vector<double>{0, 2}));  // not measured at epoch 1
  EXPECT_EQ(figure.panels[0].y_scale, Scale::linear);
}

TEST(LossFigure, IsLogarithmicOverTwoDecades) {
  EXPECT_EQ(loss_figure(alone(run_of({1, 0.01}, {1, 1})), "").panels[0].y_scale, Scale::logarithmic);
  EXPECT_EQ(loss_figure(alone(run_of({1, 0.0101}, {1, 1})), "").panels[0].y_scale, Scale::linear);
  EXPECT_EQ(loss_figure(alone(run_of({1, 0}, {1, 1})), "").panels[0].y_scale, Scale::linear);  // 0 has no logarithm
}

// 9 at epoch 0, then ten epochs from 2 down to 1: the axis would be eight times as long for it.
TEST(LossFigure, IsNotSqueezedByAHighStart) {
  std::vector<double> loss{9};
  for (int epoch = 1; epoch <= 10; ++epoch) loss.push_back(2.1 - 0.1 * epoch);
  const Figure figure = loss_figure(alone(run_of(loss, loss)), "");
  const ValueRange y = y_range_of(figure.panels);
  EXPECT_EQ(y.low, loss.back());
  EXPECT_EQ(y.high, 2);
  EXPECT_EQ(above_text(figure.panels[0], y), "at first up to 9");
  EXPECT_NE(draw(figure).find(">↑ at first up to 9</text>"), std::string::npos);
}

// A run that diverged in its first epoch has one point: above the axis there would be nothing of it.
TEST(LossFigure, ShowsWhatEndsInItsStart) {
  std::vector<double> loss{9};
  for (int epoch = 1; epoch <= 10; ++epoch) loss.push_back(2.1 - 0.1 * epoch);
  Figure figure = loss_figure(alone(run_of(loss, loss)), "");
  figure.panels[0].series.push_back({"diverged", {0, 1}, {8, NAN}});
  EXPECT_EQ(y_range_of(figure.panels).high, 9);  // 8 alone would be as squeezed as 9
  figure.panels[0].series.back() = {"diverged", {0, 1}, {2.5, NAN}};
  EXPECT_EQ(y_range_of(figure.panels).high, 2.5);
}

TEST(LossFigure, ShowsAllWhereTheStartIsPartOfTheStory) {
  const auto highest = [](const std::vector<double>& loss) {
    const Figure figure = loss_figure(alone(run_of(loss, {})), "");
    EXPECT_EQ(draw(figure).find("at first"), std::string::npos);
    return y_range_of(figure.panels).high;
  };
  EXPECT_EQ(highest({9, 2, 1}), 9);                                 // too few epochs
  EXPECT_EQ(highest({3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1}), 3);         // not more than half of the axis
  EXPECT_EQ(highest({1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 9}), 9);         // not at the start
  EXPECT_EQ(highest({900, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1}), 900);  // a logarithmic axis has room
}

TEST(LossFigure, OfARunWithoutRowsHasNoPanels) { EXPECT_TRUE(loss_figure(alone(RunFolder{}), "").panels.empty()); }

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
  EXPECT_EQ(gradient_flow_figure(run, "t").subtitle, "missing: exactly 0");
}

/// Two hidden layers and the output: 0.4 was measured in the last hidden one, and theory says a quarter of that.
TEST(GradientFlowFigure, ShowsWhatTheoryExpectsBeforeTraining) {
  RunFolder run;
  for (const int layer : {1, 2, 3}) {
    run.layers.push_back(layer_row(0, layer, 0.2 * layer));
    run.layers.back().name = "dense_" + std::to_string(layer);
  }
  run.summary = RunSummary{};
  run.summary->layers = {{"dense_1", 5, true, 0.25}, {"dense_2", 5, true, 0.5}, {"dense_3", 1, true, {}}};
  const Figure alone = gradient_flow_figure(run, "t");
  ASSERT_EQ(alone.panels.at(0).series.size(), 2u);
  const Series& theory = alone.panels[0].series[1];
  EXPECT_TRUE(theory.is_theory);
  EXPECT_EQ(theory.x, (std::vector<double>{1, 2}));
  ASSERT_EQ(theory.y.size(), 2u);
  EXPECT_DOUBLE_EQ(theory.y[0], 0.1);
  EXPECT_DOUBLE_EQ(theory.y[1], 0.4);
  EXPECT_EQ(alone.subtitle, "dashed: theory's slope before training");
  EXPECT_NE(draw(alone).find("stroke-dasharray=\"3 5\""), std::string::npos);

  RunFolder under_way = run;  // whose program says it
  under_way.summary.reset();
  EXPECT_EQ(gradient_flow_figure(under_way, "t").panels[0].series.size(), 1u);
  under_way.theory = {{"dense_1", 0.25}, {"dense_2", 0.5}};
  ASSERT_EQ(gradient_flow_figure(under_way, "t").panels[0].series.size(), 2u);
  EXPECT_EQ(gradient_flow_figure(under_way, "t").panels[0].series[1].y, theory.y);

  run.summary->layers[0].theory.reset();
  EXPECT_EQ(gradient_flow_figure(run, "t").panels[0].series.size(), 1u);
  EXPECT_EQ(gradient_flow_figure(run, "t").subtitle, "");
}

TEST(SeriesStyle, AHundredGroupsLookDifferent) {
  Panel panel{"p", "x", "y", Scale::linear, true, {}};
  for (int i = 0; i < 100; ++i) panel.series.push_back({"net " + std::to_string(i), {0}, {1}});
  const std::string svg = draw(Figure{"t", "", {panel}});
  // A legend's entry is a line and a marker: without their places no two of the hundred are the same.
  std::set<std::string> looks;
  std::istringstream lines(svg);
  std::string before;
  for (std::string line; std::getline(lines, line); before = line) {
    if (!before.starts_with("<line x1=") || before.find("stroke-width=\"2.2\"") == std::string::npos) continue;
    const std::string kind = line.substr(0, line.find(' '));
    const std::size_t points = line.find("points=\"");
    const long corners = points == std::string::npos ? 0 : std::count(line.begin(), line.end(), ',');
    // Triangle and wedge have three corners each: one points up, the other down.
    const std::string first = points == std::string::npos ? "" : line.substr(points, line.find(' ', points) - points);
    const double tip = first.empty() ? 0 : std::stod(first.substr(first.find(',') + 1));
    const double own = std::stod(before.substr(before.find("y1=\"") + 4));
    looks.insert(kind + std::to_string(corners) + (tip > own ? "down" : "up") + before.substr(before.find(" fill=")));
  }
  EXPECT_EQ(looks.size(), 100u);
}

}  // namespace
}  // namespace mlp
