#include "src/report/layer_grid.h"

#include <gtest/gtest.h>

#include <cmath>

#include "rows.h"

namespace mlp {
namespace {

RunFolder run_with(std::int64_t epochs, double factor) {
  RunFolder run;
  for (std::int64_t epoch = 0; epoch <= epochs; ++epoch)
    for (const std::int64_t layer : {1, 3}) {
      run.layers.push_back(
          layer_row_with(epoch, layer, {{"kernel_grad_norm", factor * static_cast<double>(10 * epoch + layer)}}));
      run.layers.push_back(layer_row_with(epoch, layer + 1, {{"zeros", 0.5}}));  // an activation: no kernel
    }
  return run;
}

TEST(LayerGrid, HasTheQuartilesOfTheRuns) {
  const RunGroup group{"g", "g", {run_with(2, 1), run_with(2, 2), run_with(1, 6)}};
  const LayerGrid grid = layer_grid(group, "kernel_grad_norm", 100);
  EXPECT_EQ(grid.layers, (std::vector<std::string>{"dense_1", "dense_3"}));
  EXPECT_EQ(grid.epochs, (std::vector<std::int64_t>{0, 1, 2}));
  EXPECT_EQ(grid.median[1], (std::vector<double>{22, 26}));            // of 11, 22, 66 and of 13, 26, 78
  EXPECT_EQ(grid.lower_quartile[0], (std::vector<double>{1.5, 4.5}));  // numpy.percentile([1, 2, 6], 25)
  EXPECT_EQ(grid.upper_quartile[0], (std::vector<double>{4, 12}));
  EXPECT_EQ(grid.median[2], (std::vector<double>{31.5, 34.5}));  // the third run has ended
}

TEST(LayerGrid, ChoosesEpochsEvenly) {
  const LayerGrid grid = layer_grid({"g", "g", {run_with(100, 1)}}, "kernel_grad_norm", 5);
  EXPECT_EQ(grid.epochs, (std::vector<std::int64_t>{0, 25, 50, 75, 100}));
  EXPECT_EQ(evenly_chosen(4, 4), (std::vector<std::size_t>{0, 1, 2, 3}));
  EXPECT_EQ(evenly_chosen(0, 4), std::vector<std::size_t>());
}

TEST(LayerGrid, OfWhatWasNotMeasuredIsEmpty) {
  EXPECT_TRUE(layer_grid({"g", "g", {run_with(2, 1)}}, "dead", 9).empty());
  EXPECT_TRUE(layer_grid({"g", "g", {RunFolder{}}}, "dead", 9).empty());
}

}  // namespace
}  // namespace mlp
