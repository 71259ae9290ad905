// Auto-encoders through the program; a linear one against scikit-learn's PCA (tests/golden/data/make_pca.py).

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "mlp/core/npy.h"
#include "program.h"
#include "tests/data/idx_bytes.h"

namespace mlp {
namespace {

// Training never starts: each output is 2 times the sum of the scaled inputs, plus 1.
constexpr const char* identity_config = R"({
  "data": {"source": {"type": "csv", "path": "d.csv", "target": "kind"}, "task": "autoencoder",
           "scaling": "standardize", "split": {"test": 1, "shuffle": false}},
  "model": {"layers": [{"type": "dense", "units": 2, "kernel_initializer": 2, "bias_initializer": 1}]},
  "loss": "mean_squared_error", "metrics": ["mean_squared_error"], "training": {"epochs": 0}, "precision": "float64"
})";

class Autoencoder : public testing::Test {
 protected:
  Autoencoder() {
    here.write("d.csv", "a,kind,b\n1,x,10\n3,y,30\n4,x,20\n");  // means 2 and 20, deviations 1 and 10
    here.write("d.json", identity_config);
  }
  nlohmann::json summary(const std::string& run) const {
    return nlohmann::json::parse(here.read("runs/" + run + "/summary.json"));
  }
  Workplace here;
};

TEST_F(Autoencoder, GivesBackItsInputsInTheirOwnUnits) {
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  here.write("new.csv", "b,a\n20,2\n20,3\n");
  // Scaled inputs (0, 0) and (1, 0) give (1, 1) and (3, 3): 2 + 1·1 and 20 + 10·1, 2 + 1·3 and 20 + 10·3.
  const ProgramResult r = here.mlp({"predict", "runs/d", "--data", "new.csv"});
  EXPECT_EQ(r.out, "a,b\n3,30\n5,50\n") << r.err;
  // The test row is scaled to (2, 0) and answered by (5, 5): errors 3 and 5, in the columns' units 3 and 50.
  const auto test = summary("d").at("metrics").at("test");
  EXPECT_NEAR(test.at("loss").get<double>(), (9.0 + 25) / 2, 1e-12);
  EXPECT_NEAR(test.at("mean_squared_error").get<double>(), (9.0 + 2500) / 2, 1e-10);
  EXPECT_TRUE(summary("d").at("confusion_matrix").is_null());
}

TEST_F(Autoencoder, NeedsNoTargetsToBeMeasured) {
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  here.write("new.csv", "b,a\n20,2\n");
  const ProgramResult r = here.mlp({"evaluate", "runs/d", "--data", "new.csv"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find("new.csv        1     1"), std::string::npos) << r.out;  // (1 + 1)/2
  EXPECT_EQ(here.mlp({"evaluate", "runs/d"}).code, 0);
  EXPECT_EQ(here.mlp({"gradcheck", "d.json"}).code, 0);
}

TEST_F(Autoencoder, DataHaveTheirInputsAsTargets) {
  const ProgramResult r = here.mlp({"data", "d.json", "-o", "d.npz"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find("autoencoder"), std::string::npos) << r.out;
  EXPECT_EQ(r.out.find("kind"), std::string::npos) << r.out;
  const auto arrays = read_npz(here / "d.npz");
  const auto x = find_tensor(arrays, "x_train")->values<double>(), y = find_tensor(arrays, "y_train")->values<double>();
  EXPECT_TRUE(std::ranges::equal(x, y));
  EXPECT_EQ(x.size(), 4u);
  here.mlp({"data", "d.json", "-o", "net.csv"});
  EXPECT_EQ(here.read("net.csv").substr(0, 9), "part,a,b\n");
}

TEST_F(Autoencoder, BinaryCrossentropyTakesSharesAlone) {
  const std::vector<std::string> sigmoid{
      "--quiet", "--force", "--set", "loss=binary_crossentropy", "--set", "model.layers.0.activation=sigmoid"};
  std::vector<std::string> arguments{"train", "d.json"};
  arguments.insert(arguments.end(), sigmoid.begin(), sigmoid.end());
  const ProgramResult r = here.mlp(arguments);
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find("binary_crossentropy needs inputs from 0 to 1, but \"a\" is -1"), std::string::npos) << r.err;
  arguments.insert(arguments.end(), {"--set", R"(data.scaling={"type": "minmax", "fit_on": "all"})"});
  EXPECT_EQ(here.mlp(arguments).code, 0);
  here.write("new.csv", "b,a\n50,2\n");  // scaled, it is 2
  EXPECT_EQ(here.mlp({"evaluate", "runs/d", "--data", "new.csv"}).code, 2);
  EXPECT_EQ(here.mlp({"predict", "runs/d", "--data", "new.csv"}).code, 0);
}

// As of MNIST: bytes are shares of 255, labels are left out, and a file of images is enough to be measured.
TEST_F(Autoencoder, OfImages) {
  here.write("images", idx_bytes(0x08, {2, 2, 2}, {0, 51, 255, 0, 255, 0, 0, 51}));
  here.write("labels", idx_bytes(0x08, {2}, {7, 3}));
  here.write("d.json", R"({
    "data": {"source": {"type": "idx", "images": "images", "labels": "labels"}, "task": "autoencoder"},
    "model": {"layers": [{"type": "dense", "units": 4, "activation": "sigmoid", "kernel_initializer": "zeros"}]},
    "loss": "binary_crossentropy", "training": {"epochs": 0}, "precision": "float64"
  })");
  ASSERT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  EXPECT_EQ(here.mlp({"predict", "runs/d", "--data", "images"}).out,
            "pixel_0_0,pixel_0_1,pixel_1_0,pixel_1_1\n0.5,0.5,0.5,0.5\n0.5,0.5,0.5,0.5\n");
  const ProgramResult r = here.mlp({"evaluate", "runs/d", "--data", "images"});
  EXPECT_NE(r.out.find("0.693147"), std::string::npos) << r.out << r.err;  // ln 2
  EXPECT_NE(r.out.find(" 0.45 "), std::string::npos) << r.out;             // |0.5 − t|: six times 0.5, twice 0.3
  EXPECT_EQ(here.mlp({"gradcheck", "d.json"}).code, 0);
}

TEST_F(Autoencoder, OfALinearNetFindsThePrincipalComponents) {
  here.write("pca.json", R"({
    "data": {"source": {"type": "csv", "path": ")" +
                             std::string(MLP_SOURCE_DIR) + R"(/data/digits.csv", "target": "digit"},
             "task": "autoencoder", "scaling": "standardize", "split": {"test": 1397, "shuffle": false}},
    "model": {"layers": [{"type": "dense", "units": 5}, {"type": "dense", "units": 64}]},
    "loss": "mean_squared_error", "metrics": ["mean_squared_error"], "optimizer": {"type": "lbfgs"},
    "training": {"epochs": 100, "batch_size": "full"}, "precision": "float64", "diagnostics": {"every": 0}
  })");
  ASSERT_EQ(here.mlp({"train", "pca.json", "--quiet"}).code, 0);
  const auto last = summary("pca").at("metrics").at("last");
  EXPECT_NEAR(last.at("train_loss").get<double>(), 0.4567635542279178, 1e-5);
  EXPECT_GE(last.at("train_loss").get<double>(), 0.4567635542279178 - 1e-12);  // nothing linear is better
  EXPECT_NEAR(last.at("train_mean_squared_error").get<double>(), 8.209500960799119, 1e-3);
}

}  // namespace
}  // namespace mlp
