#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "program.h"

namespace mlp {
namespace {

// One input, y = 2·x + 1 before training, which never starts: the errors can be worked out by hand.
constexpr const char* evaluated_config = R"({
  "data": {"source": {"type": "csv", "path": "d.csv", "target": "y"}, "split": {"test": 2, "shuffle": false}},
  "model": {"layers": [{"type": "dense", "units": 1, "kernel_initializer": 2, "bias_initializer": 1}]},
  "loss": "mean_squared_error", "training": {"epochs": 0}
})";

/// The line that begins with a word, its cells separated by single spaces; "" where there is none.
std::string cells_of(const std::string& table, const std::string& first) {
  std::istringstream lines(table);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(first + " ")) continue;
    std::istringstream words(line);
    std::string cells;
    for (std::string word; words >> word;) cells += (cells.empty() ? "" : " ") + word;
    return cells;
  }
  return "";
}

class EvaluateCommand : public testing::Test {
 protected:
  EvaluateCommand() {
    here.write("d.csv", "x,y\n0,1\n1,3\n2,5\n3,10\n4,9\n");  // errors 0, 0, 0 | 3, 0
    here.write("d.json", evaluated_config);
    EXPECT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  }
  Workplace here;
};

TEST_F(EvaluateCommand, MeasuresThePartsOfTheRunsOwnData) {
  const ProgramResult r = here.mlp({"evaluate", "runs/d"});
  EXPECT_EQ(r.code, 0) << r.err;
  // 3²/2, 3/2, and of the test targets 10 and 9, whose variance is ¼, 1 − 9/½
  EXPECT_EQ(cells_of(r.out, "part"), "part samples loss mean_absolute_error mean_squared_error r2_score");
  EXPECT_EQ(cells_of(r.out, "training"), "training 3 0 0 0 1");
  EXPECT_EQ(cells_of(r.out, "test"), "test 2 4.5 1.5 4.5 -17");
  EXPECT_EQ(r.out.find("confusion"), std::string::npos);
}

TEST_F(EvaluateCommand, MeasuresAFile) {
  here.write("more.csv", "y,when,x\n0,today,0\n");  // other columns, another order: error 1
  const ProgramResult r = here.mlp({"evaluate", "runs/d/model.safetensors", "--data", "more.csv"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(cells_of(r.out, "more.csv"), "more.csv 1 1 1 1 -");  // of one sample there is no R²
}

// Each number of the test part, and the confusion matrix, is that of the summary.
TEST_F(EvaluateCommand, AgreesWithTheSummary) {
  EXPECT_EQ(here.mlp({"train", "xor.json", "--quiet"}).code, 0);
  const auto summary = nlohmann::json::parse(here.read("runs/xor/summary.json"));
  const auto& test = summary.at("metrics").at("test");
  const std::string out = here.mlp({"evaluate", "runs/xor"}).out;
  std::istringstream names(cells_of(out, "part")), numbers(cells_of(out, "test"));
  std::string name, number;
  int compared = 0;
  while (names >> name && numbers >> number) {
    if (name == "part" || name == "samples") continue;
    char expected[40];
    std::snprintf(expected, sizeof expected, "%.6g", test.at(name).get<double>());
    EXPECT_EQ(number, expected) << name;
    ++compared;
  }
  EXPECT_EQ(compared, 7);
  EXPECT_NEAR(test.at("log_loss").get<double>(), test.at("loss").get<double>(), 1e-6);

  const auto& confusion = summary.at("confusion_matrix");
  EXPECT_NE(out.find("confusion matrix of test (columns: predicted class)\n"), std::string::npos) << out;
  const auto& counts = confusion.at("counts");
  for (std::size_t i = 0; i < 2; ++i) {
    const std::string truth = confusion.at("classes").at(i);
    EXPECT_EQ(cells_of(out.substr(out.find("confusion")), truth),
              truth + " " + counts.at(i).at(0).dump() + " " + counts.at(i).at(1).dump());
  }
  const double right = counts.at(0).at(0).get<double>() + counts.at(1).at(1).get<double>();
  EXPECT_EQ(right / summary.at("samples").at("test").get<double>(), test.at("accuracy").get<double>());
  EXPECT_NE(here.read("runs/xor/summary.json").find("[" + counts.at(0).at(0).dump() + ", "), std::string::npos);
}

TEST_F(EvaluateCommand, RefusesDataThatHaveChanged) {
  here.write("d.csv", "x,y\n0,1\n1,3\n2,5\n3,10\n4,8\n");
  const ProgramResult r = here.mlp({"evaluate", "runs/d"});
  EXPECT_EQ(r.code, 2);
  EXPECT_EQ(r.out, "");
  EXPECT_NE(r.err.find("d.csv has changed since runs/d/model.safetensors was trained"), std::string::npos) << r.err;
}

TEST_F(EvaluateCommand, SaysWhatIsMissing) {
  here.write("x.csv", "x\n1\n");
  EXPECT_NE(here.mlp({"evaluate", "runs/d", "--data", "x.csv"}).err.find("needs column \"y\""), std::string::npos);
  EXPECT_NE(here.mlp({"evaluate", "nowhere"}).err.find("nowhere: no such file or folder"), std::string::npos);
  EXPECT_NE(here.mlp({"evaluate", "runs"}).err.find("name one of them, such as runs/d"), std::string::npos);
  EXPECT_EQ(here.mlp({"evaluate", "d.csv"}).code, 2);
}

}  // namespace
}  // namespace mlp
