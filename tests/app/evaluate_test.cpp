#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "program.h"

namespace mlp {
namespace {

// One input, y = 2·x + 1 before training, which never starts: the errors can be worked out by hand.
constexpr const char* evaluated_config = R"({
  "data": {"source": {"type": "csv", "path": "d.csv", "target": "y"}, "split": {"test": 2, "shuffle": false}},
  "model": {"layers": [{"type": "dense", "units": 1, "kernel_initializer": 2, "bias_initializer": 1}]},
  "loss": "mean_squared_error", "training": {"epochs": 0}
})";

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
  EXPECT_NE(r.out.find("training        3     0                    0\n"), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("test            2   4.5                  1.5\n"), std::string::npos) << r.out;  // 3²/2, 3/2
}

TEST_F(EvaluateCommand, MeasuresAFile) {
  here.write("more.csv", "y,when,x\n0,today,0\n");  // other columns, another order: error 1
  const ProgramResult r = here.mlp({"evaluate", "runs/d/model.safetensors", "--data", "more.csv"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find("more.csv        1     1                    1\n"), std::string::npos) << r.out;
}

TEST_F(EvaluateCommand, AgreesWithTheSummary) {
  EXPECT_EQ(here.mlp({"train", "xor.json", "--quiet"}).code, 0);
  const auto test = nlohmann::json::parse(here.read("runs/xor/summary.json")).at("metrics").at("test");
  const std::string out = here.mlp({"evaluate", "runs/xor"}).out;
  const std::string row = out.substr(out.find("\ntest"));
  char loss[40], accuracy[40];
  std::snprintf(loss, sizeof loss, "%.6g", test.at("loss").get<double>());
  std::snprintf(accuracy, sizeof accuracy, "%.6g", test.at("accuracy").get<double>());
  EXPECT_NE(row.find(loss), std::string::npos) << row << loss;
  EXPECT_NE(row.find(accuracy), std::string::npos) << row << accuracy;
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
