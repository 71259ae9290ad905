#include "mlp/report/line_chart.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace mlp {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

Figure figure_of(std::vector<Series> series, Scale scale = Scale::linear) {
  return {"title", "", {{"panel", "epoch", "loss", scale, true, std::move(series)}}};
}

const double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();

TEST(LineChart, DrawsALineAndItsEnds) {
  const std::string svg = draw(figure_of({{"train", {0, 1}, {0, 1}}}));
  // A panel of 720 × 430 at (20, 80): the plot is 628 × 344 from (94, 114), with 4 % of the range left free all around,
  // so the line runs from 94 + 628·0.04/1.08 to 94 + 628·1.04/1.08, and likewise down the page.
  EXPECT_EQ(count(svg, "<polyline points=\"117.26,445.26 698.74,126.74\""), 1u) << svg;
  EXPECT_EQ(count(svg, "#00517F"), 5u);  // the line and its two markers, and line and marker in the legend
}

TEST(LineChart, LeavesGapsWhereNothingIsKnown) {
  const std::string svg = draw(figure_of({{"a", {0, 1, 2, 3, 4, 5}, {1, 2, nan, 3, inf, 4}}}));
  EXPECT_EQ(count(svg, "<polyline"), 1u);     // 0-1; the points at 3 and 5 stand alone, as markers
  EXPECT_EQ(count(svg, "<circle"), 4u + 1u);  // and one in the legend
  EXPECT_EQ(count(svg, "nan"), 0u);
  EXPECT_EQ(count(svg, "inf"), 0u);
}

TEST(LineChart, LeavesOutWhatALogarithmHasNoPlaceFor) {
  const std::string svg = draw(figure_of({{"a", {0, 1, 2}, {0, 1, 10}}}, Scale::logarithmic));
  EXPECT_EQ(count(svg, "<circle"), 2u + 1u);
}

TEST(LineChart, DrawsABandOfEachStretch) {
  const std::string svg =
      draw(figure_of({{"a", {0, 1, 2, 3, 4}, {1, 1, 1, 1, 1}, {0, 0, nan, 0, 0}, {2, 2, 2, 2, 2}}}));
  EXPECT_EQ(count(svg, "opacity=\"0.18\""), 2u);
}

TEST(LineChart, DrawsNoBandsWhereTheyWouldCoverOneAnother) {
  std::vector<Series> series;
  for (int i = 0; i < 12; ++i) series.push_back({"s" + std::to_string(i), {0, 1}, {1, 1}, {0, 0}, {2, 2}});
  EXPECT_EQ(count(draw(figure_of(series)), "opacity=\"0.18\""), 12u);
  series.push_back({"s0", {0, 1}, {1, 1}});
  series.back().is_theory = true;  // which has none, and does not count
  EXPECT_EQ(count(draw(figure_of(series)), "opacity=\"0.18\""), 12u);
  series.push_back({"s12", {0, 1}, {1, 1}, {0, 0}, {2, 2}});
  EXPECT_EQ(count(draw(figure_of(series)), "opacity=\"0.18\""), 0u);
}

TEST(LineChart, GivesPanelsOfOneQuantityOneAxis) {
  Figure figure = figure_of({{"a", {0, 1}, {0, 1}}});
  figure.panels.push_back({"other", "epoch", "loss", Scale::linear, true, {{"a", {0, 1}, {0, 10}}}});
  figure.panels.push_back({"third", "epoch", "accuracy", Scale::linear, true, {{"a", {0, 1}, {0, 1}}}});
  const std::string svg = draw(figure);
  EXPECT_EQ(count(svg, ">10</text>"), 2u);
  EXPECT_EQ(count(svg, ">0.8</text>"), 1u);  // only on the third
}

TEST(LineChart, SaysWhereThereIsNothing) {
  EXPECT_EQ(count(draw(figure_of({})), "nothing was measured"), 1u);
  EXPECT_EQ(count(draw(figure_of({{"a", {0, 1}, {nan, nan}}})), "nothing was measured"), 1u);
  EXPECT_EQ(count(draw(figure_of({{"a", {0, 1}, {0, -1}}}, Scale::logarithmic)), "nothing was measured"), 1u);
  EXPECT_EQ(count(draw({"no panels", "", {}}), "</svg>"), 1u);
}

TEST(LineChart, TellsManySeriesApart) {
  std::vector<Series> series;
  for (int i = 0; i < 28; ++i) series.push_back({"s" + std::to_string(i), {0, 1}, {1.0 * i, 1.0 * i}});
  const std::string svg = draw(figure_of(series));
  EXPECT_EQ(count(svg, "stroke-dasharray=\"7 4\""), 14u);  // seven colours, each with a dashed twin; lines and legend
}

TEST(LineChart, KeepsHostileNamesInert) {
  for (const char* name : {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "]]><svg onload=alert(1)>",
                           "<!--", "&#x3c;script>", "' onclick='x", "<style>*{}</style>", "\x1b]0;x\a"}) {
    Figure figure = figure_of({{name, {0, 1}, {0, 1}}});
    figure.title = figure.subtitle = figure.panels[0].title = figure.panels[0].x_label = figure.panels[0].y_label =
        name;
    const std::string svg = draw(figure);
    std::size_t elements = 0;
    for (const char* known : {"<svg ", "<title>", "<desc>", "<rect ", "<line ", "<circle ", "<polyline ", "<text ",
                              "</svg>", "</title>", "</desc>", "</text>"})
      elements += count(svg, known);
    EXPECT_EQ(count(svg, "<"), elements) << name;
    EXPECT_EQ(count(svg, "\x1b"), 0u);
  }
}

TEST(LineChart, ThinsLongLinesWithoutLosingTheirPeaks) {
  Series series{"a", {}, {}};
  for (int i = 0; i < 100000; ++i) {
    series.x.push_back(i);
    series.y.push_back(i == 54321 ? 1000 : std::sin(i * 0.01));
  }
  const std::string svg = draw(figure_of({series}));
  EXPECT_LT(svg.size(), 60000u);
  EXPECT_GE(count(svg, ",126.74"), 1u);  // the peak: 114 + 344·0.04/1.08 is 4 % below the top
}

}  // namespace
}  // namespace mlp
