// views.json against what `mlp predict` says of the same places.

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

#include <nlohmann/json.hpp>
#include <sstream>

#include "mlp/core/numbers.h"
#include "program.h"

namespace mlp {
namespace {

using nlohmann::json;

class Views : public testing::Test {
 protected:
  json views(const std::string& run) const { return json::parse(here.read(run + "/views.json")); }

  /// The column of predictions at these places.
  std::vector<double> predicted(const std::string& run, const std::string& csv, const std::string& column) {
    here.write("places.csv", csv);
    const ProgramResult r = here.mlp({"predict", run, "--data", "places.csv"});
    EXPECT_EQ(r.code, 0) << r.err;
    std::istringstream lines(r.out);
    std::vector<double> values;
    std::size_t place = 0;
    for (std::string line; std::getline(lines, line);) {
      std::vector<std::string> cells;
      std::istringstream rest(line);
      for (std::string cell; std::getline(rest, cell, ',');) cells.push_back(cell);
      if (values.empty() && place == 0 && std::ranges::find(cells, column) != cells.end()) {
        place = static_cast<std::size_t>(std::ranges::find(cells, column) - cells.begin());
        continue;
      }
      values.push_back(read_number(cells.at(place)).value_or(-1));
    }
    return values;
  }

  Workplace here;
};

TEST_F(Views, ASurfaceIsWhatTheNetPredictsThere) {
  ASSERT_EQ(here.mlp({"train", "xor.json", "--quiet", "--set", "data.scaling=standardize"}).code, 0);
  const json surface = views("runs/xor")["surface"];
  const std::string picture = here.read("runs/xor/net.svg");
  EXPECT_NE(picture.find("<image "), std::string::npos);
  std::size_t marks = 0;
  for (std::size_t at = 0; (at = picture.find("stroke=\"#ffffff\"", at)) != std::string::npos; ++at) ++marks;
  EXPECT_EQ(marks, surface["points"].size() + 2);  // and those of the legend of two classes
  const json &x = surface["inputs"][0], &y = surface["inputs"][1];
  EXPECT_EQ(surface["frames"].size(), 4u);  // epochs 0, 1, 2 and the last, 3
  EXPECT_EQ(surface["frames"].back()["epoch"], 3);
  std::string csv = x["name"].get<std::string>() + "," + y["name"].get<std::string>() + "\n";
  std::vector<double> expected;
  for (const int row : {0, 17, 63})
    for (const int column : {0, 30, 63}) {
      const auto middle = [](const json& axis, int step) {
        const double low = axis["low"], high = axis["high"];
        return low + (step + 0.5) / 64 * (high - low);
      };
      csv += shortest(middle(x, column)) + "," + shortest(middle(y, row)) + "\n";
      const std::string byte = surface["frames"].back()["values"][row].get<std::string>().substr(2 * column, 2);
      expected.push_back(std::stoi(byte, nullptr, 16) / 255.0);
    }
  const std::vector<double> found = predicted("runs/xor", csv, "p_1");
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 0.5 / 255 + 1e-4) << i;
}

TEST_F(Views, ACurveIsWhatTheNetPredictsThere) {
  here.write("line.csv", "t,v\n0,10\n1,14\n2,15\n3,19\n4,22\n5,22\n6,25\n7,28\n");
  here.write("line.json", R"({"data": {"source": {"type": "csv", "path": "line.csv", "target": "v"},
    "scaling": "standardize", "target_scaling": "standardize"}, "loss": "mean_squared_error",
    "model": {"layers": [{"type": "dense", "units": 3, "activation": "tanh"}, {"type": "dense", "units": 1}]},
    "training": {"epochs": 5}})");
  ASSERT_EQ(here.mlp({"train", "line.json", "--quiet"}).code, 0);
  const json curve = views("runs/line")["curve"];
  EXPECT_EQ(curve["targets"], json({"v"}));
  auto points = curve["points"].get<std::vector<std::vector<double>>>();
  std::ranges::sort(points);  // the training part is shuffled
  const std::vector<double> heights{10, 14, 15, 19, 22, 22, 25, 28};
  ASSERT_EQ(points.size(), heights.size());
  for (std::size_t i = 0; i < heights.size(); ++i) {
    EXPECT_NEAR(points[i].at(0), static_cast<double>(i), 1e-5);  // scaled, and back in float
    EXPECT_NEAR(points[i].at(1), heights[i], 1e-4);
  }
  std::string csv = "t\n";
  for (const int i : {0, 100, 199}) csv += shortest(curve["x"][i].get<double>()) + "\n";
  const std::vector<double> found = predicted("runs/line", csv, "v");
  for (int i = 0; i < 3; ++i)
    EXPECT_NEAR(found.at(static_cast<std::size_t>(i)), curve["frames"].back()["y"][0][100 * i - (i == 2 ? 1 : 0)],
                2e-3);
}

TEST_F(Views, TheWorstMistakesAreThoseOfTheTestPart) {
  ASSERT_EQ(here.mlp({"train", "xor.json", "--quiet", "--set", "training.epochs=0"}).code, 0);
  const json worst = views("runs/xor")["worst"], summary = json::parse(here.read("runs/xor/summary.json"));
  EXPECT_EQ(worst["part"], "test");
  const double samples = worst["samples"], accuracy = summary["metrics"]["test"]["accuracy"];
  EXPECT_NEAR(worst["mistakes"].get<double>(), samples * (1 - accuracy), 1e-6);
  double before = 0;
  for (const json& sample : worst["worst"]) {
    EXPECT_NE(sample["true"], sample["predicted"]);
    EXPECT_GE(sample["output_true"], before);  // the most certain mistake comes first
    EXPECT_LE(sample["output_true"], 0.5);
    EXPECT_NEAR(sample["output_true"].get<double>() + sample["output_predicted"].get<double>(), 1, 1e-4);
    before = sample["output_true"];
  }
}

TEST_F(Views, AreTheSameAfterAnInterruption) {
  const auto command = [](const std::string& output) {
    return std::vector<std::string>{"train", "xor.json", "--quiet", "-o", output, "--set", "training.epochs=20000"};
  };
  ASSERT_EQ(here.mlp(command("whole")).code, 0);
  RunningProgram running(command("cut"), here.path());
  ASSERT_TRUE(running.wait_for_lines(here / "cut/xor/history.csv", 100));
  running.send(SIGINT);
  ASSERT_EQ(running.wait().code, 130);
  std::vector<std::string> again = command("cut");
  again.push_back("--resume");
  ASSERT_EQ(here.mlp(again).code, 0);
  EXPECT_EQ(views("cut/xor"), views("whole/xor"));
  EXPECT_EQ(views("cut/xor")["surface"]["frames"].size(), 15u);  // 0, 1, 2, 5, … 20000, which is the last
}

/// A program that is killed has written its frames no later than its checkpoint.
TEST_F(Views, AreTheSameAfterACrash) {
  const auto command = [](const std::string& output) {
    return std::vector<std::string>{"train",
                                    "xor.json",
                                    "--quiet",
                                    "-o",
                                    output,
                                    "--set",
                                    "training.epochs=20000",
                                    "--set",
                                    "training.checkpoint.every=5000"};
  };
  ASSERT_EQ(here.mlp(command("whole")).code, 0);
  RunningProgram running(command("cut"), here.path());
  ASSERT_TRUE(running.wait_for_lines(here / "cut/xor/history.csv", 6000));
  running.send(SIGKILL);
  ASSERT_NE(running.wait().code, 0);
  EXPECT_GE(views("cut/xor")["surface"]["frames"].size(), 13u);  // 0, 1, 2, 5, … 5000
  std::vector<std::string> again = command("cut");
  again.push_back("--resume");
  ASSERT_EQ(here.mlp(again).code, 0);
  EXPECT_EQ(views("cut/xor"), views("whole/xor"));
}

TEST_F(Views, OfARunThatDivergedShowHowFarItCame) {
  ASSERT_EQ(here.mlp({"train", "xor.json", "--quiet", "--set", "optimizer.learning_rate=1e300", "--set",
                      "loss=mean_squared_error", "--set", "model.layers.1.activation=linear"})
                .code,
            3);
  EXPECT_EQ(views("runs/xor")["surface"]["frames"][0]["epoch"], 0);
}

TEST_F(Views, OfManyFeaturesAreOnlyTheMistakes) {
  here.write("three.csv", "a,b,c,k\n0,0,1,x\n1,0,0,y\n0,1,1,x\n1,1,0,y\n");
  here.write("three.json", R"({"data": {"source": {"type": "csv", "path": "three.csv", "target": "k"}},
    "model": {"layers": [{"type": "dense", "units": 1, "activation": "sigmoid"}]}, "loss": "binary_crossentropy",
    "training": {"epochs": 1}})");
  ASSERT_EQ(here.mlp({"train", "three.json", "--quiet"}).code, 0);
  const json all = views("runs/three");
  EXPECT_FALSE(all.contains("surface"));
  EXPECT_EQ(all["worst"]["part"], "training");
  EXPECT_EQ(all["worst"]["feature_names"], json({"a", "b", "c"}));
}

/// A folder stands where the page should be: nothing can write it there.
TEST_F(Views, AReportThatCannotBeWrittenLosesNoRun) {
  std::filesystem::create_directories(here / "runs/xor/report.html/full");
  const ProgramResult r = here.mlp({"train", "xor.json", "--quiet"});
  EXPECT_EQ(r.code, 1);
  EXPECT_NE(r.err.find("trained, but its report is missing: "), std::string::npos) << r.err;
  EXPECT_NE(here.read("runs/xor/summary.json").find("\"completed\""), std::string::npos);
}

}  // namespace
}  // namespace mlp
