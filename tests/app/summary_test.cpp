#include <gtest/gtest.h>

#include "apps/mlp/model_tables.h"
#include "program.h"

namespace mlp {
namespace {

TEST(DistributionText, SaysWhatTheValuesAreLike) {
  EXPECT_EQ(distribution_text({.shape = "constant", .mean = 0.1}), "constant 0.1");
  EXPECT_EQ(distribution_text({.shape = "uniform", .stddev = 0.5774, .limit = 1}), "uniform within 1 of 0");
  EXPECT_EQ(distribution_text({.shape = "uniform", .mean = 0.5, .stddev = 0.2887, .limit = 0.5}),
            "uniform from 0 to 1");
  EXPECT_EQ(distribution_text({.shape = "normal", .stddev = 2}), "normal");
  EXPECT_EQ(distribution_text({.shape = "normal", .mean = -1, .stddev = 2}), "normal, mean -1");
}

/// The cells of the line that starts with a name, without the spaces between.
std::vector<std::string> cells_of(const std::string& table, const std::string& name) {
  std::istringstream line(table.substr(table.find("\n" + name + " ") + 1));
  std::string text, cell;
  std::getline(line, text);
  std::istringstream words(text);
  std::vector<std::string> cells;
  while (words >> cell) cells.push_back(cell);
  return cells;
}

using Cells = std::vector<std::string>;

TEST(SummaryCommand, CountsParametersAndOperations) {
  const Workplace here;
  const ProgramResult r = here.mlp({"summary", "xor.json"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(cells_of(r.out, "dense_1"), (Cells{"dense_1", "dense", "tanh", "4", "12", "16"}));   // 2·4 + 4, 2·2·4
  EXPECT_EQ(cells_of(r.out, "dense_2"), (Cells{"dense_2", "dense", "sigmoid", "1", "5", "8"}));  // 4 + 1, 2·4
  EXPECT_NE(r.out.find("17, 68 B in float32"), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("24 FLOPs a sample"), std::string::npos) << r.out;  // 16 + 8
  // Rows of 16 numbers: the input's 2, of the layers 4 and 1 and as many of their gradients, prediction and scratch.
  const ProgramResult whole = here.mlp({"summary", "xor.json", "--set", "training.batch_size=16"});
  EXPECT_NE(whole.out.find("buffers       896 B for a batch of 16 samples"), std::string::npos) << whole.out;
}

TEST(SummaryCommand, CountsWhatIsFrozen) {
  const Workplace here;
  const ProgramResult r = here.mlp({"summary", "xor.json", "--set", "model.layers.0.trainable=false", "--set",
                                    "model.layers.1.learning_rate_multiplier=0.5"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(cells_of(r.out, "dense_1"), (Cells{"dense_1", "dense", "tanh", "4", "12", "frozen", "16"}));
  EXPECT_EQ(cells_of(r.out, "dense_2"), (Cells{"dense_2", "dense", "sigmoid", "1", "5", "rate", "x", "0.5", "8"}));
  EXPECT_NE(r.out.find("5 of them are trained, 12 are frozen"), std::string::npos) << r.out;
}

TEST(SummaryCommand, ResolvesTheDistributionOfTheWeights) {
  const Workplace here;
  const ProgramResult r = here.mlp({"summary", "xor.json", "--set", "model.layers.0.kernel_initializer=he_normal"});
  EXPECT_NE(r.out.find("dense_1/kernel  [2, 4]  2  4  normal "), std::string::npos) << r.out;
  EXPECT_NE(r.out.find(" 1  He, Zhang, Ren & Sun 2015"), std::string::npos) << r.out;  // √(2/2)
  EXPECT_NE(r.out.find("kaiming_normal_"), std::string::npos);
  EXPECT_NE(r.out.find("uniform within 1.095 of 0"), std::string::npos) << r.out;  // √(6/(4 + 1))
  EXPECT_NE(r.out.find("GlorotUniform"), std::string::npos);
}

TEST(SummaryCommand, ShowsTheInputsOfAGraphAndLearnedActivations) {
  const Workplace here;
  here.write("dag.json", R"({
    "data": {"source": {"type": "xor"}},
    "model": {"layers": [
      {"type": "dense", "units": 3, "activation": "prelu", "name": "left"},
      {"type": "dense", "units": 3, "inputs": ["input"], "name": "right"},
      {"type": "add", "inputs": ["left", "right"]},
      {"type": "dense", "units": 1, "activation": "sigmoid"}]},
    "loss": "binary_crossentropy", "optimizer": "adam", "precision": "float64"
  })");
  const ProgramResult r = here.mlp({"summary", "dag.json"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(cells_of(r.out, "left"), (Cells{"left", "dense", "prelu", "input", "3", "12", "12"}));
  EXPECT_EQ(cells_of(r.out, "add_1"), (Cells{"add_1", "add", "-", "left,", "right", "3", "-", "-"}));
  EXPECT_NE(r.out.find("left/alpha"), std::string::npos);
  EXPECT_NE(r.out.find("512 B of moments"), std::string::npos) << r.out;  // 2 × (25, padded to 32) × 8
}

}  // namespace
}  // namespace mlp
