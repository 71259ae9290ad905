#include "mlp/report/terminal_flow.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "mlp/core/text_width.h"
#include "mlp/report/run_figures.h"
#include "rows.h"

namespace mlp {
namespace {

RunFolder run_of(const std::vector<double>& first, const std::vector<double>& last) {
  RunFolder run;
  for (const auto& [epoch, norms] : {std::pair(0, first), std::pair(9, last)})
    for (std::size_t i = 0; i < norms.size(); ++i)
      run.layers.push_back(layer_row_with(epoch, static_cast<std::int64_t>(i + 1), {{"kernel_grad_norm", norms[i]}}));
  return run;
}

std::string flow_of(const std::vector<RunGroup>& groups, const CharacterStyle& style) {
  return draw_flow(gradient_flow_figure(groups, ""), style);
}

// From 1e-8 to 1 are eight decades, one for each bar: 1e-8 the lowest, 1e-7 the second, 1e-4 the fifth, 1 the highest.
TEST(DrawFlow, HasABarForEachLayer) {
  const std::vector<RunGroup> groups{{"shrinks", "shrinks", {run_of({1e-8, 1e-7, 1e-4, 1}, {0.5, 0.5, 0.5, 0.5})}},
                                     {"dead", "dead", {run_of({0.02, 0.02}, {0, 0})}}};
  EXPECT_EQ(flow_of(groups, {.width = 80}),
            "gradient by layer, from the input on (norms of the first and the last)\n"
            "         before training    at epoch 9\n"
            "shrinks  ▁▂▅█  1e-08 → 1    ████  0.5 → 0.5\n"
            "dead     ▇▇    0.02 → 0.02  ··    0 → 0\n"
            "▁ from 1e-08, █ to 1, logarithmic; · is exactly 0\n");
}

// Runs that stopped at different epochs: the head is as long as there is room, and never cut.
TEST(DrawFlow, SaysAtWhichEpochsAsFarAsThereIsRoom) {
  RunFolder shorter = run_of({1, 1}, {1, 2}), longer = run_of({1, 1}, {1, 2});
  for (LayerRow& row : shorter.layers) row.epoch = row.epoch == 0 ? 0 : 1000;
  for (LayerRow& row : longer.layers) row.epoch = row.epoch == 0 ? 0 : 12345;
  const std::vector<RunGroup> groups{{"net", "net", {shorter}}, {"a-longer-name", "a-longer-name", {longer}}};
  const auto head_of = [&](std::size_t width) {
    std::istringstream lines(flow_of(groups, {.width = width}));
    std::string line;
    std::getline(lines, line);
    std::getline(lines, line);
    EXPECT_LE(columns_of(line), width);
    return line;
  };
  EXPECT_EQ(head_of(80), "               before training  at epochs 1000 to 12345");
  EXPECT_EQ(head_of(55), "               before training  at epochs 1000 to 12345");
  EXPECT_EQ(head_of(54), "               before training  epochs 1000-12345");
  EXPECT_EQ(head_of(48), "               before training  at the end");
}

TEST(DrawFlow, DoesWithoutUnicodeAndColour) {
  const std::vector<RunGroup> groups{{"a", "a", {run_of({1e-8, 1e-7, 1e-4, 1}, {0, 1, 1, 1})}}};
  EXPECT_EQ(flow_of(groups, {.width = 80, .unicode = false}),
            "gradient by layer, from the input on (norms of the first and the last)\n"
            "   before training   at epoch 9\n"
            "a  1258  1e-08 -> 1  .888  0 -> 1\n"
            "1 from 1e-08, 8 to 1, logarithmic; . is exactly 0\n");
}

TEST(DrawFlow, ColoursTheBarsAsTheLossIs) {
  const std::vector<RunGroup> groups{{"a", "a", {run_of({1, 1}, {1, 1})}}, {"b", "b", {run_of({1, 1}, {1, 1})}}};
  const std::string text = flow_of(groups, {.width = 80, .colour = true});
  EXPECT_NE(text.find("a  \x1b[34m██\x1b[0m  1 → 1\n"), std::string::npos) << text;  // blue, then red
  EXPECT_NE(text.find("b  \x1b[31m██\x1b[0m  1 → 1\n"), std::string::npos) << text;
}

TEST(DrawFlow, IsOfTheMedianOfTheRuns) {
  const std::vector<RunGroup> groups{
      {"a", "a", {run_of({1, 2}, {3, 4}), run_of({2, 2}, {5, 4}), run_of({9, 2}, {6, 4})}}};
  EXPECT_NE(flow_of(groups, {.width = 80}).find("2 → 2  "), std::string::npos);
  EXPECT_NE(flow_of(groups, {.width = 80}).find("5 → 4\n"), std::string::npos);
}

TEST(DrawFlow, ShowsOnceWhatDidNotChange) {
  const std::string text = flow_of({{"a", "a", {run_of({0.1, 1}, {0.1, 1})}}}, {.width = 80});
  EXPECT_NE(text.find("before training\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("epoch 9"), std::string::npos) << text;
}

// Of 50 layers from 1e-49 to 1 the first and the last are among those that there is room for.
TEST(DrawFlow, FitsEightyColumnsWhateverTheDepthAndTheNames) {
  std::vector<double> first, last;
  for (int i = 0; i < 50; ++i) first.push_back(std::pow(10, i - 49)), last.push_back(1.234e-5);
  const std::vector<RunGroup> groups{{"", std::string(70, 'n'), {run_of(first, last)}},
                                     {"", "b", {run_of(last, first)}}};
  for (const bool unicode : {true, false}) {
    std::istringstream lines(flow_of(groups, {.width = 80, .unicode = unicode}));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(columns_of(line), 80u) << line;
  }
  const std::string text = flow_of(groups, {.width = 80});
  EXPECT_NE(text.find("  ▁"), std::string::npos) << text;
  EXPECT_NE(text.find("█  1e-49 → 1"), std::string::npos) << text;
}

TEST(DrawFlow, ShowsWhatTellsLongNamesApart) {
  const std::string same = "learning_rate=0.01 batch_size=";  // 30 columns
  const std::string text = flow_of({{"", same + "16", {run_of({0.171, 0.2, 0.269}, {0.0978, 0.1, 0.146})}},
                                    {"", same + "128", {run_of({0.171, 0.2, 0.269}, {0.0978, 0.1, 0.146})}}},
                                   {.width = 80});
  EXPECT_NE(text.find(same + "16 "), std::string::npos) << text;
  EXPECT_NE(text.find(same + "128 "), std::string::npos) << text;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(columns_of(line), 80u) << line;
}

TEST(DrawFlow, LeavesNetsOutThatAreTooMany) {
  std::vector<RunGroup> groups;
  for (int i = 0; i < 23; ++i) groups.push_back({"", "n" + std::to_string(i), {run_of({1, 2}, {3, 4})}});
  const std::string text = flow_of(groups, {.width = 80});
  EXPECT_NE(text.find("\nn19 "), std::string::npos);
  EXPECT_EQ(text.find("\nn20 "), std::string::npos);
  EXPECT_NE(text.find("\nand 3 more\n"), std::string::npos);
}

TEST(DrawFlow, IsNothingWhereNothingWasMeasured) {
  EXPECT_EQ(flow_of({{"a", "a", {RunFolder{}}}}, {.width = 80}), "");
  EXPECT_EQ(flow_of({}, {.width = 80}), "");
}

}  // namespace
}  // namespace mlp
