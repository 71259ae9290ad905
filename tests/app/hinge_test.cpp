// A hinge loss decides at 0: training, evaluate and predict must agree on it.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "mlp/core/csv.h"
#include "program.h"

namespace mlp {
namespace {

// z = 2·x − 1, and training never starts.
constexpr const char* two_classes = R"({
  "data": {"source": {"type": "csv", "path": "d.csv", "target": "label"}, "split": {"shuffle": false}},
  "model": {"layers": [{"type": "dense", "units": 1, "kernel_initializer": 2, "bias_initializer": -1}]},
  "loss": "hinge", "training": {"epochs": 0}, "precision": "float64"
})";

//   x     z    label  t  max(0, 1 − t·z)  class
//   0    −1      a   −1        0            a
//   0.75  0.5    b    1        0.5          b
//   1     1      b    1        0            b
//   0.5   0      b    1        1            a   wrong
//   0.625 0.25   a   −1        1.25         b   wrong; right, were the decision at ½
constexpr const char* two_classes_data = "x,label\n0,a\n0.75,b\n1,b\n0.5,b\n0.625,a\n";

TEST(HingeLoss, TwoClassesByHand) {
  const Workplace here;
  here.write("d.csv", two_classes_data);
  here.write("d.json", two_classes);
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);

  const auto metrics = nlohmann::json::parse(here.read("runs/d/summary.json")).at("metrics").at("last");
  EXPECT_EQ(metrics.at("train_loss"), 2.75 / 5);
  EXPECT_EQ(metrics.at("train_accuracy"), 0.6);
  const ProgramResult evaluated = here.mlp({"evaluate", "runs/d"});
  EXPECT_NE(evaluated.out.find("training        5  0.55       0.6 "), std::string::npos) << evaluated.out;
  const ProgramResult predicted = here.mlp({"predict", "runs/d", "--data", "d.csv"});
  EXPECT_EQ(predicted.out, "predicted,score_a,score_b\na,1,-1\nb,-0.5,0.5\nb,-1,1\na,0,0\nb,-0.25,0.25\n");
}

/// Of `mlp predict`: the share of rows whose class is that of the file.
double share_right(const std::string& predictions, const std::string& data) {
  std::istringstream found(predictions), truth(data);
  std::string a, b;
  std::getline(found, a);
  std::getline(truth, b);
  double right = 0, rows = 0;
  while (std::getline(found, a) && std::getline(truth, b)) {
    right += a.substr(0, a.find(',')) == b.substr(b.rfind(',') + 1);
    ++rows;
  }
  return right / rows;
}

// Three classes around the corners of a triangle, one of them mixed with another.
TEST(HingeLoss, SeveralClassesAreOneAgainstAll) {
  const Workplace here;
  std::string data = "x,y,label\n";
  for (int i = 0; i < 60; ++i) {
    const int corner = i % 3;
    const double x = corner == 1 ? 1 : 0, y = corner == 2 ? 1 : 0;
    data += std::to_string(x + 0.02 * (i % 7)) + "," + std::to_string(y + 0.02 * (i % 5)) + "," +
            (i % 10 == 0   ? "green"
             : corner == 0 ? "red"
             : corner == 1 ? "green"
                           : "blue") +
            "\n";
  }
  here.write("d.csv", data);
  here.write("d.json", R"({
    "data": {"source": {"type": "csv", "path": "d.csv", "target": "label"}, "split": {"shuffle": false}},
    "model": {"layers": [{"type": "dense", "units": 3}]}, "loss": "hinge",
    "optimizer": {"type": "sgd", "learning_rate": 0.1}, "training": {"epochs": 300}
  })");
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  const double share = share_right(here.mlp({"predict", "runs/d", "--data", "d.csv"}).out, data);
  EXPECT_GT(share, 0.8);
  EXPECT_LT(share, 1);
  char text[20];
  std::snprintf(text, sizeof text, "  %.6g  ", share);
  const std::string evaluated = here.mlp({"evaluate", "runs/d", "--data", "d.csv"}).out;
  EXPECT_NE(evaluated.find(text), std::string::npos) << evaluated << text;
}

TEST(ClassWeight, IsOfTrainingAndNotOfEvaluation) {
  const Workplace here;
  here.write("d.csv", two_classes_data);
  std::string config = two_classes;
  config.replace(config.find("\"hinge\""), 7, R"({"type": "hinge", "class_weight": {"a": 2}})");
  here.write("d.json", config);
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  const auto metrics = nlohmann::json::parse(here.read("runs/d/summary.json")).at("metrics").at("last");
  EXPECT_EQ(metrics.at("train_loss"), (0.5 + 1 + 2 * 1.25) / 5);
  const ProgramResult evaluated = here.mlp({"evaluate", "runs/d"});
  EXPECT_NE(evaluated.out.find("training        5  0.55       0.6 "), std::string::npos) << evaluated.out;
  EXPECT_EQ(here.mlp({"verify", "runs/d"}).code, 0);
}

}  // namespace
}  // namespace mlp
