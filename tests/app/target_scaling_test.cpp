// Scaled targets through the program, against scikit-learn: the least-squares fit of tests/golden/data/regression.csv.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "mlp/core/csv.h"
#include "mlp/core/npy.h"
#include "mlp/core/numbers.h"
#include "program.h"

namespace mlp {
namespace {

constexpr const char* scaled_targets_config = R"({
  "data": {"source": {"type": "csv", "path": "d.csv", "target": ["price", "rate"]},
           "split": {"test": 8, "shuffle": false}, "target_scaling": "standardize"},
  "model": {"layers": [{"type": "dense", "units": 2}]},
  "loss": "mean_squared_error", "optimizer": {"type": "lbfgs", "tolerance_change": 1e-14, "tolerance_grad": 1e-12},
  "training": {"epochs": 30, "batch_size": "full"}, "precision": "float64"
})";

class TargetScaling : public testing::Test {
 protected:
  TargetScaling() {
    const std::string golden = std::string(MLP_SOURCE_DIR) + "/tests/golden/data/";
    here.write("d.csv", bytes_of(golden + "regression.csv"));
    here.write("d.json", scaled_targets_config);
    expected = nlohmann::json::parse(bytes_of(golden + "regression.json"));
  }
  nlohmann::json summary() const { return nlohmann::json::parse(here.read("runs/d/summary.json")); }

  void expect_fit() const {
    const auto measured = summary().at("metrics").at("test");
    for (const char* name : {"mean_absolute_error", "mean_squared_error", "r2_score"})
      EXPECT_NEAR(measured.at(name).get<double>() / expected.at("test").at(name).get<double>(), 1, 1e-6) << name;
    const auto rows = csv_rows(here.mlp({"predict", "runs/d", "--data", "d.csv"}).out, "stdout");
    ASSERT_EQ(rows.size(), 33u);
    EXPECT_EQ(rows[0], (std::vector<std::string>{"price", "rate"}));
    for (std::size_t i = 0; i < 8; ++i)
      for (std::size_t k = 0; k < 2; ++k) {
        const double value = expected.at("predictions").at(i).at(k);
        EXPECT_NEAR(read_number(rows[25 + i][k]).value(), value, 1e-6 * std::abs(value) + 1e-8);
      }
  }

  Workplace here;
  nlohmann::json expected;
};

TEST_F(TargetScaling, LossesAreInScaledUnitsMetricsAndPredictionsInTheTargetsOwn) {
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  expect_fit();
  EXPECT_NEAR(summary().at("metrics").at("test").at("loss").get<double>(), expected.at("test").at("loss"), 1e-7);
  EXPECT_NEAR(summary().at("metrics").at("last").at("train_loss").get<double>(), expected.at("train_loss"), 1e-9);
}

TEST_F(TargetScaling, ARangeChangesTheLossAlone) {
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet", "--set",
                      R"(data.target_scaling={"type": "minmax", "range": [-1, 1], "fit_on": "all"})"})
                .code,
            0);
  expect_fit();
  EXPECT_GT(std::abs(summary().at("metrics").at("test").at("loss").get<double>() /
                         expected.at("test").at("loss").get<double>() -
                     1),
            0.01);
}

// A file in other hands is measured like the run's own parts.
TEST_F(TargetScaling, EvaluateUndoesIt) {
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  const std::string own = here.mlp({"evaluate", "runs/d"}).out;
  std::string text = here.read("d.csv"), head = text.substr(0, text.find('\n') + 1);
  std::size_t at = text.size() - 1;
  for (int i = 0; i < 8; ++i) at = text.rfind('\n', at - 1);
  here.write("test.csv", head + text.substr(at + 1));
  const std::string file = here.mlp({"evaluate", "runs/d", "--data", "test.csv"}).out;
  const auto numbers = [](const std::string& out, const std::string& row) {
    const std::size_t begin = out.find("\n" + row) + 1 + row.size();
    std::string line = out.substr(begin, out.find('\n', begin) - begin);
    return line.substr(line.find_first_not_of(' '));
  };
  EXPECT_EQ(numbers(own, "test"), numbers(file, "test.csv"));
  EXPECT_EQ(numbers(own, "test").substr(0, 3), "8  ");
}

TEST_F(TargetScaling, TheGradientIsThatOfTheScaledLoss) {
  const ProgramResult r = here.mlp({"gradcheck", "d.json"});
  EXPECT_EQ(r.code, 0) << r.out << r.err;
}

TEST_F(TargetScaling, DataShowsAndWritesWhatTheNetSees) {
  const ProgramResult r = here.mlp({"data", "d.json", "-o", "d.npz"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find("target scaling  standardize, fitted on the training part"), std::string::npos) << r.out;
  const auto arrays = read_npz(here / "d.npz");
  const auto y = find_tensor(arrays, "y_train")->values<double>();
  const double mean = expected.at("mean").at(0), deviation = expected.at("deviation").at(0);
  EXPECT_NEAR(y[0], (4632.0 - mean) / deviation, 1e-13);
  here.mlp({"data", "d.json", "-o", "d_scaled.csv"});
  EXPECT_NEAR(read_number(csv_rows(here.read("d_scaled.csv"), "d")[1][4]).value(), y[0], 1e-15);
}

TEST_F(TargetScaling, OfLargeTargetsIsRecommended) {
  const std::string scaled = here.mlp({"validate", "d.json"}).out;
  const std::string raw = here.mlp({"validate", "d.json", "--set", "data.target_scaling=none"}).out;
  EXPECT_EQ(scaled.find("target_scaling"), std::string::npos) << scaled;
  EXPECT_NE(raw.find("\"target_scaling\": \"standardize\" helps"), std::string::npos) << raw;
}

}  // namespace
}  // namespace mlp
