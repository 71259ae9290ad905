// Running statistics through the program: the model file has them, predict and evaluate go by them.

#include <gtest/gtest.h>

#include <sstream>

#include "mlp/files/model_file.h"
#include "program.h"

namespace mlp {
namespace {

constexpr const char* normalized_config = R"({
  "data": {"source": {"type": "csv", "path": "d.csv", "target": "y"}},
  "model": {"layers": [{"type": "dense", "units": 5, "use_bias": false}, "batch_normalization",
                       {"type": "activation", "activation": "tanh"}, {"type": "gaussian_noise", "stddev": 0.1},
                       {"type": "maxout", "units": 3, "pieces": 2}, "layer_normalization",
                       {"type": "dense", "units": 1}]},
  "loss": "mean_squared_error", "training": {"epochs": 3, "batch_size": 10}, "precision": "float64"
})";

class NormalizationCommands : public testing::Test {
 protected:
  NormalizationCommands() {
    std::string rows = "a,b,y\n";
    for (int i = 0; i < 40; ++i)
      rows += std::to_string(i % 7) + "," + std::to_string(i * i % 11) + "," + std::to_string(i % 3) + "\n";
    here.write("d.csv", rows);
    here.write("d.json", normalized_config);
  }
  Workplace here;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST_F(NormalizationCommands, APredictionDoesNotDependOnTheOtherRows) {
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  const ProgramResult all = here.mlp({"predict", "runs/d", "--data", "d.csv"});
  const std::vector<std::string> data = lines_of(here.read("d.csv")), predictions = lines_of(all.out);
  ASSERT_EQ(predictions.size(), 41u) << all.err;
  for (const std::size_t row : {1, 17, 40}) {
    here.write("one.csv", data[0] + "\n" + data[row] + "\n");
    EXPECT_EQ(here.mlp({"predict", "runs/d", "--data", "one.csv"}).out, "y\n" + predictions[row] + "\n");
  }
}

TEST_F(NormalizationCommands, StatisticsAreTensorsOfTheModelFile) {
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  const ModelFile file = read_model_file(here / "runs/d/model.safetensors");
  const auto shape_of = [&](const std::string& name) {
    const Tensor* tensor = find_tensor(file.tensors, name);
    return tensor == nullptr ? Shape{} : tensor->shape;
  };
  EXPECT_EQ(shape_of("maxout_1/kernel"), (Shape{5, 3, 2}));
  EXPECT_EQ(shape_of("maxout_1/bias"), (Shape{3, 2}));
  for (const char* name : {"gamma", "beta", "moving_mean", "moving_variance"})
    EXPECT_EQ(shape_of("batch_normalization_1/" + std::string(name)), (Shape{5})) << name;
  for (const char* name : {"gamma", "beta"})
    EXPECT_EQ(shape_of("layer_normalization_1/" + std::string(name)), (Shape{3})) << name;
  EXPECT_NE(find_tensor(file.tensors, "batch_normalization_1/moving_mean")->values<double>()[0], 0);
}

TEST_F(NormalizationCommands, VerifyAndInitialWeightsIncludeThem) {
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  EXPECT_EQ(here.mlp({"verify", "runs/d"}).code, 0);
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet", "-o", "copy", "--set", "training.epochs=0", "--set",
                      "model.initial_weights=runs/d/model.safetensors"})
                .code,
            0);
  EXPECT_EQ(here.mlp({"predict", "copy/d", "--data", "d.csv"}).out,
            here.mlp({"predict", "runs/d", "--data", "d.csv"}).out);
}

TEST_F(NormalizationCommands, GradcheckPassesInTrainingMode) {
  const ProgramResult r = here.mlp({"gradcheck", "d.json"});
  EXPECT_EQ(r.code, 0) << r.out << r.err;
  for (const char* name : {"batch_normalization_1/gamma", "layer_normalization_1/beta", "maxout_1/kernel"})
    EXPECT_NE(r.out.find(name), std::string::npos) << r.out;
}

// A bias that a normalization takes out again has no gradient but rounding errors: nothing to judge, and nothing wrong.
TEST_F(NormalizationCommands, GradcheckDoesNotMindABiasWithoutEffect) {
  const ProgramResult r = here.mlp({"gradcheck", "d.json", "--set", "model.layers.0.use_bias=true"});
  EXPECT_EQ(r.code, 0) << r.out << r.err;
}

TEST_F(NormalizationCommands, SummaryCountsStatisticsApart) {
  const ProgramResult r = here.mlp({"summary", "d.json"});
  EXPECT_EQ(r.code, 0) << r.err;
  // 2·5 + 2·5 + (5·3·2 + 3·2) + 2·3 + (3 + 1) parameters; a mean and a variance for each of five units.
  EXPECT_NE(r.out.find("66, 528 B in float64"), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("10, 80 B, running, not trained"), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("batch_normalization_1/moving_variance  [5]"), std::string::npos) << r.out;
  bool shows_pieces = false;
  for (const std::string& line : lines_of(r.out)) {
    shows_pieces |= line.starts_with("maxout_1/kernel ") && line.find(" [5, 3, 2] ") != std::string::npos;
    if (!line.starts_with("maxout_1 ")) continue;
    EXPECT_EQ(line.find("linear"), std::string::npos) << line;  // it has no activation, and is not linear
  }
  EXPECT_TRUE(shows_pieces) << r.out;
}

// The pieces' maximum is not what theory has a factor for, and what comes after a normalization has no source.
TEST_F(NormalizationCommands, InitStatsClaimsNothingOfMaxoutAndNormalizations) {
  const ProgramResult r = here.mlp({"init-stats", "d.json"});
  EXPECT_EQ(r.code, 0) << r.err;
  for (const std::string& line : lines_of(r.out)) {
    if (!line.starts_with("maxout_1 ")) continue;
    std::istringstream words(line);
    std::vector<std::string> cells;
    for (std::string word; words >> word;) cells.push_back(word);
    EXPECT_EQ(cells.size(), 6u) << line;  // name, signal and its factor, gradient, saturated, zeros: no theory
  }
}

TEST_F(NormalizationCommands, ALoneSampleInABatchIsAnErrorBeforeAnythingIsWritten) {
  const ProgramResult r = here.mlp({"train", "d.json", "--set", "training.batch_size=13"});
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find("\"drop_last\": true"), std::string::npos) << r.err;
  EXPECT_NE(r.err.find("batch_size is 13"), std::string::npos) << r.err;
  EXPECT_FALSE(std::filesystem::exists(here / "runs"));
}

TEST_F(NormalizationCommands, ValidateDoesNotTakeMaxoutForLinear) {
  const ProgramResult r = here.mlp({"validate", "d.json"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.out.find("no activation"), std::string::npos) << r.out;
}

}  // namespace
}  // namespace mlp
