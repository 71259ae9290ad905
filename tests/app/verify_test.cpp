#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "mlp/files/model_file.h"
#include "program.h"

namespace mlp {
namespace {

class VerifyCommand : public testing::Test {
 protected:
  VerifyCommand() { EXPECT_EQ(here.mlp({"train", "xor.json", "--quiet", "--threads", "2"}).code, 0); }

  /// Replaces a part of a file of the run.
  void change(const std::string& name, const std::string& from, const std::string& to) {
    std::string text = here.read(name);
    ASSERT_NE(text.find(from), std::string::npos) << text;
    here.write(name, text.replace(text.find(from), from.size(), to));
  }

  void expect_failure(const std::string& part) {
    const ProgramResult r = here.mlp({"verify", "runs/xor"});
    EXPECT_EQ(r.code, 5) << r.err;
    EXPECT_EQ(r.out, "");
    EXPECT_NE(r.err.find(part), std::string::npos) << r.err;
  }

  Workplace here;
};

TEST_F(VerifyCommand, TrainsAgainWithAnotherNumberOfThreadsAndLeavesNothingBehind) {
  const ProgramResult r = here.mlp({"verify", "runs/xor", "--threads", "2"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.out,
            "runs/xor: the same bits with 1 thread (before: 2) in history.csv, layers.csv and model.safetensors\n");
  int entries = 0;
  for (const auto& entry : std::filesystem::directory_iterator(here / "runs")) entries += !entry.path().empty();
  EXPECT_EQ(entries, 1);
}

/// A name for a folder beside which nothing can be made, whoever one is.
class UnderDescriptor {
 public:
  explicit UnderDescriptor(const std::filesystem::path& folder)
      : number_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY)) {}
  ~UnderDescriptor() { ::close(number_); }
  UnderDescriptor(const UnderDescriptor&) = delete;
  UnderDescriptor& operator=(const UnderDescriptor&) = delete;

  std::string name() const { return "/proc/self/fd/" + std::to_string(number_); }

 private:
  int number_;
};

TEST_F(VerifyCommand, TakesATemporaryFolderWhereTheRunsPlaceCannotBeWritten) {
  const UnderDescriptor run(here / "runs/xor");
  const std::string name = run.name();
  const ProgramResult r = here.mlp({"verify", name, "--threads", "2"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.out,
            name + ": the same bits with 1 thread (before: 2) in history.csv, layers.csv and model.safetensors\n");
}

TEST_F(VerifyCommand, FindsRowsThatAreNone) {
  const std::string layers = here.read("runs/xor/layers.csv");
  here.write("runs/xor/layers.csv", layers + "3,nonsense");
  expect_failure("runs/xor/layers.csv: it ends in the middle of a row");
  std::string short_row = layers;
  short_row.erase(short_row.find(',', short_row.find('\n')), 1);
  here.write("runs/xor/layers.csv", short_row);
  expect_failure("runs/xor/layers.csv: line:2: expected ");
}

TEST_F(VerifyCommand, RepeatsTheStepsOfARunThatItsTimeLimitEnded) {
  ASSERT_EQ(here.mlp({"train", "xor.json", "--quiet", "-o", "limited", "--set", "training.epochs=100000000", "--set",
                      "training.time_limit=0.1", "--set", "training.checkpoint.keep_best=val_loss"})
                .code,
            0);
  const ProgramResult r = here.mlp({"verify", "limited/xor"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.err.find("its time limit ended the run after "), std::string::npos) << r.err;
  EXPECT_NE(r.out.find("in history.csv, layers.csv, model.safetensors and best.safetensors\n"), std::string::npos)
      << r.out;
}

TEST_F(VerifyCommand, RepeatsTheStepsOfAPretrainingThatTheTimeLimitEnded) {
  ASSERT_EQ(here.mlp({"train", "xor.json", "--quiet", "-o", "limited", "--set", "training.time_limit=0.1", "--set",
                      "training.pretraining={\"epochs\": 100000000}"})
                .code,
            0);
  const ProgramResult r = here.mlp({"verify", "limited/xor"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.err.find("its time limit ended the run after "), std::string::npos) << r.err;
}

TEST_F(VerifyCommand, NamesTheCellThatDiffers) {
  std::string text = here.read("runs/xor/history.csv");
  const std::size_t last = text.rfind(',');
  here.write("runs/xor/history.csv", text.substr(0, last) + ",77\n");
  expect_failure("runs/xor/history.csv: row 4 (epoch 3), column \"val_accuracy\": 77 in the run, ");
}

TEST_F(VerifyCommand, NamesTheTensorThatDiffers) {
  ModelFile model = read_model_file(here / "runs/xor/model.safetensors");
  ASSERT_EQ(model.tensors[0].name, "dense_1/kernel");
  model.tensors[0].data[5] ^= std::byte{1};  // of element 1
  write_model_file(here / "runs/xor/model.safetensors", model);
  expect_failure("runs/xor/model.safetensors: tensor \"dense_1/kernel\", element 1 of shape [2, 4]: ");
}

TEST_F(VerifyCommand, SaysThatTheDataHaveChanged) {
  here.write("d.csv", "x,y\n1,2\n2,3\n3,5\n");
  here.write("d.json", R"({"data": {"source": {"type": "csv", "path": "d.csv", "target": "y"}},
                          "model": {"layers": [{"type": "dense", "units": 1}]}, "loss": "mean_squared_error",
                          "training": {"epochs": 1}})");
  EXPECT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  here.write("d.csv", "x,y\n1,2\n2,3\n3,4\n");
  const ProgramResult r = here.mlp({"verify", "runs/d"});
  EXPECT_EQ(r.code, 5);
  EXPECT_NE(r.err.find("The data have changed"), std::string::npos) << r.err;
}

TEST_F(VerifyCommand, RefusesWhatIsNoFinishedRun) {
  const auto error = [&](const std::string& run) {
    const ProgramResult r = here.mlp({"verify", run});
    EXPECT_EQ(r.code, 2);
    return r.err;
  };
  EXPECT_NE(error("runs").find("such as runs/xor"), std::string::npos);
  EXPECT_NE(error("nowhere").find("no such folder"), std::string::npos);
  EXPECT_NE(error("runs/xxor").find("; did you mean \"runs/xor\"?"), std::string::npos);
  EXPECT_NE(error("xor.json").find("is a file"), std::string::npos);
  change("runs/xor/summary.json", "completed", "interrupted");
  EXPECT_NE(error("runs/xor").find("unfinished"), std::string::npos);
  here.write("runs/xor/summary.json", "[");
  EXPECT_NE(error("runs/xor").find("runs/xor/summary.json:1:1"), std::string::npos);
}

// Initial weights that depend on the data, weights that depend on the classes, and a stream of their own each.
TEST(VerifyOfTheWholeVocabulary, TrainsTheSameBitsAgain) {
  const Workplace here;
  here.write("v.json", R"({
    "data": {"source": {"type": "circles", "n": 200, "noise": 0.1}, "split": {"validation": 0.2}},
    "model": {"defaults": {"activation": "mish", "kernel_initializer": "lsuv"},
              "layers": [{"type": "dense", "units": 40, "repeat": 3},
                         {"type": "dense", "units": 20, "activation": "gelu", "kernel_initializer": "sparse"},
                         {"type": "dense", "units": 1, "activation": "sigmoid"}]},
    "loss": {"type": "binary_crossentropy", "label_smoothing": 0.1, "class_weight": "balanced"},
    "training": {"epochs": 3}})");
  EXPECT_EQ(here.mlp({"train", "v.json", "--quiet", "--threads", "2"}).code, 0);
  const ProgramResult r = here.mlp({"verify", "runs/v"});
  EXPECT_EQ(r.code, 0) << r.err;
}

}  // namespace
}  // namespace mlp
