// Categories and missing values through the program: what a trained net makes of files of its own kind.

#include <gtest/gtest.h>

#include "program.h"

namespace mlp {
namespace {

// Training never starts: y = 1·[colour=blue] + 1·[colour=red] + 1·mass, whatever the weights are called.
constexpr const char* columns_config = R"({
  "data": {"source": {"type": "csv", "path": "d.csv", "target": "y", "categorical": "colour", "missing": "mean"}},
  "model": {"layers": [{"type": "dense", "units": 1, "kernel_initializer": 1}]},
  "loss": "mean_squared_error", "training": {"epochs": 0}, "precision": "float64"
})";

class ColumnsCommands : public testing::Test {
 protected:
  ColumnsCommands() {
    here.write("d.csv", "colour,mass,y\nred,1,1\nblue,2,2\nred,NA,3\n,6,4\n");  // shares 1/3 and 2/3; mean 3
    here.write("d.json", columns_config);
  }
  ProgramResult predict(const std::string& text) {
    here.write("new.csv", text);
    return here.mlp({"predict", "runs/d", "--data", "new.csv"});
  }
  Workplace here;
};

TEST_F(ColumnsCommands, PredictKnowsCategoriesAndMeans) {
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  std::filesystem::remove(here / "d.csv");
  EXPECT_EQ(predict("mass,colour\n5,red\n?,red\n7,\n").out, "y\n6\n4\n8\n");
  const ProgramResult r = predict("mass,colour\n5,red\n5,rde\n");
  EXPECT_EQ(r.code, 2);
  EXPECT_EQ(r.err, "new.csv:3: column \"colour\": the net knows no category \"rde\"; did you mean \"red\"?\n");
  EXPECT_NE(predict("mass\n5\n").err.find("the net needs column \"colour\""), std::string::npos);
  EXPECT_NE(predict("mass,colour\nheavy,red\n").err.find("\"heavy\" is not a finite number"), std::string::npos);
}

TEST_F(ColumnsCommands, DataTellsOfMissingValuesAndInputs) {
  const std::string out = here.mlp({"data", "d.json", "-o", "d_net.csv"}).out;
  EXPECT_NE(out.find("colour=blue"), std::string::npos) << out;
  EXPECT_NE(out.find("1 of 4 values of column \"mass\" are missing"), std::string::npos) << out;
  EXPECT_EQ(here.read("d_net.csv").substr(0, here.read("d_net.csv").find('\n')), "part,colour=blue,colour=red,mass,y");
  const std::string dropped = here.mlp({"data", "d.json", "--set", "data.source.missing=drop"}).out;
  EXPECT_NE(dropped.find("2 of 4 rows have missing values and are left out"), std::string::npos) << dropped;
  EXPECT_NE(dropped.find("2 training, 0 validation"), std::string::npos) << dropped;
}

// Each row needs a prediction; measuring leaves out what training did.
TEST_F(ColumnsCommands, PredictDropsNoRowButEvaluateDoes) {
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet", "--set", "data.source.missing=drop"}).code, 0);
  const ProgramResult r = predict("mass,colour,y\n5,red,1\n?,red,1\n");
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find("new.csv:3: column \"mass\": the value is missing"), std::string::npos) << r.err;
  const ProgramResult measured = here.mlp({"evaluate", "runs/d", "--data", "new.csv"});
  EXPECT_EQ(measured.code, 0) << measured.err;
  EXPECT_NE(measured.out.find("new.csv        1    25"), std::string::npos) << measured.out;
  EXPECT_NE(measured.err.find("1 of 2 rows have missing values and are left out"), std::string::npos) << measured.err;
}

TEST_F(ColumnsCommands, ARunIsRepeatedToTheLastBit) {
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet", "--set", "training.epochs=3"}).code, 0);
  EXPECT_EQ(here.mlp({"verify", "runs/d"}).code, 0);
  EXPECT_EQ(here.mlp({"evaluate", "runs/d"}).code, 0);
}

TEST_F(ColumnsCommands, TextElsewhereNamesTheRemedy) {
  const ProgramResult r = here.mlp({"validate", "d.json", "--set", "data.source.categorical=[]"});
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find("\"categorical\": [\"colour\"] makes inputs of names"), std::string::npos) << r.err;
}

}  // namespace
}  // namespace mlp
