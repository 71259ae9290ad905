// The experiments in configs/, as a user runs them, but shorter.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "mlp/core/numbers.h"
#include "program.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

const fs::path experiments = fs::path(MLP_SOURCE_DIR) / "configs";

std::vector<std::string> names_of_experiments(bool on_mnist) {
  std::vector<std::string> names;
  for (const fs::directory_entry& file : fs::directory_iterator(experiments))
    if (file.path().extension() == ".json" && (bytes_of(file.path()).find("\"idx\"") != std::string::npos) == on_mnist)
      names.push_back(file.path().stem().string());
  std::ranges::sort(names);
  return names;
}

std::string config_of(const std::string& name) { return (experiments / (name + ".json")).string(); }

/// Images and labels like MNIST's, but noise: the files that the configs name need not be there.
std::string generated_images() { return R"(data.source={"type": "blobs", "n": 300, "features": 784, "centers": 10})"; }

std::vector<std::string> sorted_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  std::ranges::sort(lines);
  return lines;
}

class EveryExperiment : public testing::TestWithParam<std::string> {
 protected:
  Workplace here;
};

TEST_P(EveryExperiment, PlansItsRuns) {
  const ProgramResult r = here.mlp({"train", config_of(GetParam()), "--dry-run"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find("; nothing was trained (--dry-run)"), std::string::npos) << r.out;
}

INSTANTIATE_TEST_SUITE_P(OnOwnData, EveryExperiment, testing::ValuesIn(names_of_experiments(false)));
INSTANTIATE_TEST_SUITE_P(OnMnist, EveryExperiment, testing::ValuesIn(names_of_experiments(true)));

/// The configs that a machine without MNIST can train.
class ShortExperiment : public EveryExperiment {};

TEST_P(ShortExperiment, TrainsAndCanBeCompared) {
  const ProgramResult r =
      here.mlp({"train", config_of(GetParam()), "--quiet", "--set", "training.epochs=2", "--set", "repeats=2"});
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.err, "");
  long runs = 0, groups = 0;
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(here / "runs")) {
    if (file.path().filename() != "history.csv") continue;
    const std::string history = bytes_of(file.path());
    EXPECT_EQ(std::count(history.begin(), history.end(), '\n'), 4) << file.path();  // the head, and epochs 0, 1, 2
    EXPECT_TRUE(fs::exists(file.path().parent_path() / "model.safetensors")) << file.path();
    ++runs;
    groups += file.path().parent_path().filename() == "seed-1";
  }
  EXPECT_EQ(runs, 2 * groups);
  EXPECT_GE(groups, 1);
  const ProgramResult compared = here.mlp({"compare", "runs/" + GetParam(), "-o", "out"});
  EXPECT_EQ(compared.code, 0) << compared.err;
  const std::vector<std::string> table = sorted_lines(here.read("out/comparison.csv"));
  EXPECT_EQ(static_cast<long>(table.size()), 1 + groups);
  // In the order of the folders, where the program that trained them took that of the config.
  EXPECT_TRUE(table == sorted_lines(here.read("runs/" + GetParam() + "/comparison.csv")));
}

INSTANTIATE_TEST_SUITE_P(All, ShortExperiment, testing::ValuesIn(names_of_experiments(false)));

class MnistExperiment : public EveryExperiment {};

TEST_P(MnistExperiment, SaysWhereMissingDataAreToBeHad) {
  here.write("c.json", R"({"extends": ")" + config_of(GetParam()) + "\"}");
  const std::string images = (here / "mnist/train-images-idx3-ubyte.gz").string();
  const ProgramResult r = here.mlp({"train", "c.json", "--set", "data.source.images=" + images});
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find(images + ": no such file; scripts/fetch_mnist.sh gets MNIST"), std::string::npos) << r.err;
  EXPECT_FALSE(fs::exists(here / "runs"));
}

TEST_P(MnistExperiment, TrainsOnOtherImages) {
  const ProgramResult r = here.mlp({"train", config_of(GetParam()), "--quiet", "--set", "training.epochs=1", "--set",
                                    "repeats=1", "--set", "diagnostics.samples=30", "--set", generated_images(),
                                    "--set", "data.split={\"test\": 0.2}", "--set", "data.scaling=standardize"});
  EXPECT_EQ(r.code, 0) << r.err;
}

INSTANTIATE_TEST_SUITE_P(All, MnistExperiment, testing::ValuesIn(names_of_experiments(true)));

TEST(Experiments, AreAllTested) {
  EXPECT_EQ(names_of_experiments(true), (std::vector<std::string>{"init", "mnist", "vanishing"}));
  EXPECT_EQ(names_of_experiments(false).size(), 5u);
}

/// What a variant of the output of init-stats says of a layer: the measured factor of the backward signal and theory's.
std::pair<double, double> gradient_factors(const std::string& out, const std::string& variant,
                                           const std::string& layer) {
  const std::size_t table = out.find(variant + "\n"), row = out.find("\n" + layer + " ", table);
  if (table == std::string::npos || row == std::string::npos) return {NAN, NAN};
  std::istringstream line(out.substr(row + 1, out.find('\n', row + 1) - row - 1));
  std::vector<std::string> words;
  for (std::string word; line >> word;) words.push_back(word);
  // layer, activation, signal, factor, its theory (none for the sigmoid), gradient, factor, theory, saturated, zeros
  if (words.size() < 9) return {NAN, NAN};
  return {read_number(words[words.size() - 4]).value_or(NAN), read_number(words[words.size() - 3]).value_or(NAN)};
}

TEST(Experiments, InitAgreesWithTheory) {
  const Workplace here;
  const ProgramResult r =
      here.mlp({"init-stats", config_of("init"), "--set", generated_images(), "--set", "data.scaling=standardize"});
  ASSERT_EQ(r.code, 0) << r.err;
  struct Expected {
    const char *variant, *initializer;
    double factor;
  };
  // n·Var W is 1/3 for xavier, 1 for glorot in square layers, 2 for he; the mean square of the derivative is 1 near the
  // middle of tanh, 1/2 of relu, 1/16 of the sigmoid (Glorot & Bengio 2010, He et al. 2015). Deep enough, where the
  // signal is small, a layer is as linear as theory wants it.
  for (const auto& [variant, initializer, factor] :
       {Expected{"tanh", "xavier", std::sqrt(1.0 / 3)}, Expected{"relu", "glorot_uniform", std::sqrt(1.0 / 2)},
        Expected{"relu", "he_normal", 1.0}, Expected{"sigmoid", "xavier", std::sqrt(1.0 / 3) / 4}}) {
    const std::string name = std::string(variant) + "/model.defaults.kernel_initializer=" + initializer;
    for (const char* layer : {"dense_3", "dense_4"}) {
      const auto [measured, predicted] = gradient_factors(r.out, name, layer);
      EXPECT_NEAR(predicted, factor, 0.001) << name << " " << layer << "\n" << r.out;
      EXPECT_NEAR(measured / factor, 1, 0.05) << name << " " << layer << "\n" << r.out;
    }
  }
}

}  // namespace
}  // namespace mlp
