#include "mlp/report/terminal_chart.h"

#include <gtest/gtest.h>

#include <cmath>

#include "mlp/core/text_width.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

Panel panel_of(std::vector<Series> series) { return {"loss", "epoch", "loss", Scale::linear, true, std::move(series)}; }

TEST(DrawCharacters, DrawsOneSeriesInBrailleDots) {
  // Over 10 characters of 2 × 4 dots, in 4 lines: of column k, the dot 15 - 15·k/19 from the top is set.
  const std::string chart = draw_characters(panel_of({{"train", {0, 19}, {0, 15}}}), {.width = 14, .height = 4});
  EXPECT_EQ(chart,
            "loss\n"
            "15 │       ⢀⠤⠊\n"
            "   │     ⡠⠔⠁\n"
            " 5 │  ⢀⠔⠊\n"
            " 0 │⡠⠒⠁\n"
            "    0 epoch 19\n"
            "━━ train\n");
}

TEST(DrawCharacters, SaysWhatLiesAboveTheAxis) {
  Series series{"loss", {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {9, 2, 2, 2, 2, 1, 1, 1, 0, 0, 0}};
  Panel panel = panel_of({series});
  panel.start_may_be_above = true;
  EXPECT_EQ(draw_characters(panel, {.width = 14, .height = 3, .unicode = false}),
            "loss (at firs~\n"
            "2 |*****\n"
            "1 |     ***\n"
            "0 |        ***\n"
            "   0 epoch  10\n"
            "* loss\n");
  const auto first_line = [&] {
    const std::string text = draw_characters(panel, {.width = 60});
    return text.substr(0, text.find('\n'));
  };
  EXPECT_EQ(first_line(), "loss (at first up to 9)");
  panel.start_may_be_above = false;
  EXPECT_EQ(first_line(), "loss");
}

TEST(DrawCharacters, HasASignForEachSeriesInAscii) {
  EXPECT_EQ(draw_characters(panel_of({{"down", {0, 1, 2}, {2, 1, 0}}, {"flat", {0, 2}, {1, 1}}}),
                            {.width = 14, .height = 3, .unicode = false}),
            "loss\n"
            "2 |***\n"
            "1 |ooooooooooo\n"
            "0 |        ***\n"
            "   0  epoch  2\n"
            "* down\no flat\n");
}

TEST(DrawCharacters, ShowsNoMoreSeriesThanCanBeToldApart) {
  Panel panel = panel_of({});
  for (int i = 0; i < 30; ++i) panel.series.push_back({"s" + std::to_string(i), {0, 1}, {0.0, 1.0 * i}});
  const auto legend_of = [&](std::size_t series, bool unicode, bool colour) {
    Panel part = panel;
    part.series.resize(series);
    const std::string text = draw_characters(part, {.width = 200, .unicode = unicode, .colour = colour});
    return text.substr(text.find("s0") - 5);
  };
  EXPECT_EQ(legend_of(8, false, false).find("more"), std::string::npos);
  EXPECT_TRUE(legend_of(30, false, false).ends_with("% s6   & s7\nand 22 more\n")) << legend_of(30, false, false);
  EXPECT_NE(legend_of(6, true, true).find("━━"), std::string::npos);
  EXPECT_EQ(legend_of(7, true, true).find("━━"), std::string::npos);  // the seventh would have the first one's colour
  EXPECT_TRUE(legend_of(30, true, true).ends_with("and 6 more\n"));
}

TEST(DrawCharacters, LeavesGaps) {
  const Series series{"a", {0, 1, 2, 3, 4}, {0, 0, NAN, INFINITY, 0}};
  EXPECT_NE(draw_characters(panel_of({series}), {.width = 30, .height = 3, .unicode = false}).find("***   "),
            std::string::npos);
}

TEST(DrawCharacters, SaysWhereThereIsNothing) {
  EXPECT_EQ(draw_characters(panel_of({}), {}), "loss\n(nothing was measured)\n");
  EXPECT_EQ(draw_characters(panel_of({{"a", {0}, {NAN}}}), {}), "loss\n(nothing was measured)\n");
}

TEST(DrawCharacters, UsesColourOnlyWhereAsked) {
  const Panel panel = panel_of({{"a", {0, 1}, {0, 1}}, {"b", {0, 1}, {1, 0}}});
  EXPECT_EQ(draw_characters(panel, {}).find('\x1b'), std::string::npos);
  EXPECT_NE(draw_characters(panel, {.colour = true}).find("\x1b[31m"), std::string::npos);
}

TEST(DrawCharacters, NeverExceedsTheWidthNorSendsControlCharacters) {
  for (const std::size_t width : {20u, 40u, 80u, 200u})
    for (const bool unicode : {true, false}) {
      Series series{"evil \x1b[31m name that is much longer than the terminal is wide 日本語", {}, {}};
      for (int i = 0; i < 1000; ++i) series.x.push_back(i), series.y.push_back(std::sin(i * 0.02) * 1e-7);
      Panel panel = panel_of({series, {"b", {0, 999}, {0, 0}}});
      panel.title = "\x1b]0;title\a";
      std::string chart = draw_characters(panel, {.width = width, .height = 8, .unicode = unicode});
      EXPECT_EQ(chart.find('\x1b'), std::string::npos);
      while (!chart.empty()) {
        const std::string line = chart.substr(0, chart.find('\n'));
        EXPECT_LE(columns_of(line), width) << line;
        chart.erase(0, line.size() + 1);
      }
    }
}

TEST(DrawCharacters, SurvivesExtremes) {
  for (const double value : {0.0, 1e308, -1e308, 5e-324}) {
    const std::string chart = draw_characters(panel_of({{"a", {0, 0, 1}, {value, value, 0}}}), {});
    EXPECT_GT(chart.size(), 20u);
  }
  EXPECT_GT(draw_characters(panel_of({{"a", {0, 1}, {-1.7e308, 1.7e308}}}), {}).size(), 20u);
}

}  // namespace
}  // namespace mlp
