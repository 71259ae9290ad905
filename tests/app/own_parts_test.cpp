// Validation and test data from files of their own, through the program.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "mlp/core/csv.h"
#include "mlp/core/npy.h"
#include "program.h"

namespace mlp {
namespace {

constexpr const char* own_parts_config = R"({
  "data": {"source": {"type": "csv", "path": "train.csv", "target": "y"},
           "validation_source": {"type": "csv", "path": "parts/val.csv", "target": "y"},
           "test_source": {"type": "csv", "path": "parts/test.csv", "target": "y", "ignore": "day"},
           "scaling": "standardize"},
  "model": {"layers": [{"type": "dense", "units": 1, "activation": "sigmoid"}]},
  "loss": "binary_crossentropy", "precision": "float64",
  "training": {"epochs": 4, "early_stopping": {"monitor": "val_loss", "patience": 2}}
})";

class OwnParts : public testing::Test {
 protected:
  OwnParts() {
    here.write("train.csv", "a,b,y\n1,5,no\n3,7,yes\n1,7,no\n3,5,yes\n");  // means 2 and 6, deviations 1
    std::filesystem::create_directory(here / "parts");
    here.write("parts/val.csv", "a,b,y\n2,6,no\n");
    here.write("parts/test.csv", "day,y,b,a\nx,yes,8,4\nx,no,5,1\n");
    here.write("d.json", own_parts_config);
  }
  Workplace here;
};

TEST_F(OwnParts, AreScaledByTheTrainingPartAndFoundByName) {
  ASSERT_EQ(here.mlp({"data", "d.json", "-o", "d.npz"}).code, 0);
  const auto arrays = read_npz(here / "d.npz");
  const auto values = [&](const char* name) {
    const auto array = find_tensor(arrays, name)->values<double>();
    return std::vector<double>(array.begin(), array.end());
  };
  EXPECT_EQ(values("x_val"), (std::vector<double>{0, 0}));
  EXPECT_EQ(values("x_test"), (std::vector<double>{2, 2, -1, -1}));
  EXPECT_EQ(values("y_test"), (std::vector<double>{1, 0}));
  EXPECT_EQ(find_tensor(arrays, "x_train")->shape, (Shape{4, 2}));
}

TEST_F(OwnParts, AreShownWithTheirSizesAndLeaks) {
  const ProgramResult r = here.mlp({"data", "d.json"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find("parts/val.csv"), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("parts/test.csv"), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("4 training, 1 validation, 2 test"), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("1 of 2 test rows have the inputs of a training row"), std::string::npos) << r.out;
}

TEST_F(OwnParts, TrainResumeVerifyAndEvaluateSeeThem) {
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  const auto summary = nlohmann::json::parse(here.read("runs/d/summary.json"));
  EXPECT_EQ(summary.at("samples").dump(), R"({"test":2,"train":4,"validation":1})");
  EXPECT_TRUE(summary.at("metrics").at("last").contains("val_loss"));
  EXPECT_TRUE(summary.at("metrics").at("test").contains("accuracy"));
  EXPECT_EQ(here.mlp({"verify", "runs/d"}).code, 0);
  EXPECT_EQ(here.mlp({"evaluate", "runs/d"}).code, 0);
  // The resolved config finds the files from anywhere, and gives the same bits.
  const std::string history = here.read("runs/d/history.csv");
  EXPECT_EQ(here.mlp({"train", "runs/d/config.json", "--quiet", "-o", "again"}).code, 0);
  EXPECT_EQ(here.read("runs/d/model.safetensors"), here.read("again/d/model.safetensors"));
  // Other test data are other data.
  here.write("parts/test.csv", "day,y,b,a\nx,yes,8,4\nx,no,5,2\n");
  const ProgramResult r = here.mlp({"evaluate", "runs/d"});
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find("train.csv (or its validation or test data) has changed"), std::string::npos) << r.err;
}

TEST_F(OwnParts, TheTestSourceCanBeMeasuredEveryEpoch) {
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet", "--set", "data.validation_source=test"}).code, 0);
  const auto summary = nlohmann::json::parse(here.read("runs/d/summary.json"));
  EXPECT_EQ(summary.at("metrics").at("last").at("val_loss"), summary.at("metrics").at("test").at("loss"));
}

// Runs of one call share their data only where all sources are equal.
TEST_F(OwnParts, ASweepOverTestSourcesReadsEach) {
  here.write("parts/other.csv", "a,b,y,day\n1,5,yes,1\n2,6,no,2\n3,7,no,3\n");
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet", "-j", "1", "--vary",
                      "data.test_source.path=" + (here / "parts/test.csv").string() + "," +
                          (here / "parts/other.csv").string()})
                .code,
            0);
  std::vector<int> sizes;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(here / "runs/d"))
    if (entry.path().filename() == "summary.json")
      sizes.push_back(nlohmann::json::parse(bytes_of(entry.path())).at("samples").at("test"));
  std::sort(sizes.begin(), sizes.end());
  EXPECT_EQ(sizes, (std::vector<int>{2, 3}));
}

TEST_F(OwnParts, AClassThatOnlyTheTestHasIsAClass) {
  here.write("parts/test.csv", "day,y,b,a\nx,maybe,8,4\n");
  const ProgramResult r =
      here.mlp({"data", "d.json", "--set", "model.layers.0.units=3", "--set", "data.task=multiclass_classification"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find("class \"maybe\" does not occur in the training part\n"), std::string::npos) << r.out;
}

TEST_F(OwnParts, MistakesNameTheFile) {
  here.write("parts/val.csv", "a,c,y\n2,6,no\n");
  const ProgramResult r = here.mlp({"validate", "d.json"});
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find("val.csv: the validation source lacks \"b\" of "), std::string::npos) << r.err;
}

}  // namespace
}  // namespace mlp
