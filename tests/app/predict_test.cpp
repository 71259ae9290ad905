#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "mlp/core/csv.h"
#include "mlp/core/files.h"
#include "mlp/core/npy.h"
#include "mlp/core/numbers.h"
#include "program.h"

namespace mlp {
namespace {

// Training never starts, so the net is what its initializers say: y = 2·(x − mean)/deviation + 1.
constexpr const char* predicted_config = R"({
  "data": {"source": {"type": "csv", "path": "d.csv", "target": "y"}, "scaling": "standardize"},
  "model": {"layers": [{"type": "dense", "units": 1, "kernel_initializer": 2, "bias_initializer": 1}]},
  "loss": "mean_squared_error", "training": {"epochs": 0}, "precision": "float64"
})";

class PredictCommand : public testing::Test {
 protected:
  PredictCommand() {
    here.write("d.csv", "x,y\n1,0\n3,0\n");  // mean 2, deviation 1
    here.write("d.json", predicted_config);
    EXPECT_EQ(here.mlp({"train", "d.json", "--quiet"}).code, 0);
  }
  Workplace here;
};

TEST_F(PredictCommand, AppliesTheScalingToRawFeatures) {
  here.write("new.csv", "x\n2\n5\n");
  const ProgramResult r = here.mlp({"predict", "runs/d", "--data", "new.csv"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.out, "y\n1\n7\n");  // 2·0 + 1, 2·3 + 1
}

TEST_F(PredictCommand, NeedsTheModelFileAlone) {
  here.write("new.csv", "other,x\nz,2\n");
  std::filesystem::create_directory(here / "alone");
  std::filesystem::rename(here / "runs/d/model.safetensors", here / "alone/net.st");
  std::filesystem::remove(here / "d.csv");
  const ProgramResult r = here.mlp({"predict", "alone/net.st", "--data", "new.csv", "-o", "p.csv", "--quiet"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.out + r.err, "");
  EXPECT_EQ(here.read("p.csv"), "y\n1\n");
}

TEST_F(PredictCommand, DoesNotNeedTheFilesThatWeightsCameFrom) {
  const std::vector<double> weight{2};
  write_npy(here / "w.npy", tensor_of<double>("", {1, 1}, weight));
  EXPECT_EQ(here.mlp({"train", "d.json", "--quiet", "--force", "--set",
                      R"(model.layers.0.kernel_initializer={"type": "file", "path": "w.npy"})"})
                .code,
            0);
  std::filesystem::remove(here / "w.npy");
  here.write("new.csv", "x\n5\n");
  const ProgramResult r = here.mlp({"predict", "runs/d", "--data", "new.csv"});
  EXPECT_EQ(r.out, "y\n7\n") << r.err;
}

/// The first cells of the lines below the head.
std::vector<std::string> first_cells(const std::string& csv) {
  std::vector<std::string> cells;
  for (const auto& row : csv_rows(csv, "stdout")) cells.push_back(row.at(0));
  cells.erase(cells.begin());
  return cells;
}

// Logits tell classes apart whose probabilities are the same number, 1 (or ½): all that names a class goes by them.
TEST_F(PredictCommand, NamesTheClassThatMetricsCount) {
  here.write("sure.csv", "x1,x2,y\n50,60,1\n70,60,0\n40,41,1\n41,40,0\n");
  here.write("sure.json", R"({
    "data": {"source": {"type": "csv", "path": "sure.csv", "target": "y"}},
    "model": {"layers": [{"type": "dense", "units": 2, "kernel_initializer": "identity", "activation": "sigmoid"}]},
    "loss": "binary_crossentropy", "training": {"epochs": 0}
  })");
  here.write("half.csv", "x,y\n1e-12,1\n-1e-12,0\n1e-9,1\n0,0\n");
  here.write("half.json", R"({
    "data": {"source": {"type": "csv", "path": "half.csv", "target": "y"}},
    "model": {"layers": [{"type": "dense", "units": 1, "kernel_initializer": 1, "activation": "sigmoid"}]},
    "loss": "binary_crossentropy", "training": {"epochs": 0}
  })");
  for (const std::string name : {"sure", "half"}) {
    EXPECT_EQ(here.mlp({"train", name + ".json", "--quiet"}).code, 0);
    const ProgramResult r = here.mlp({"predict", "runs/" + name, "--data", name + ".csv"});
    EXPECT_EQ(first_cells(r.out), (std::vector<std::string>{"1", "0", "1", "0"})) << r.out << r.err;
    const auto history = csv_rows(here.read("runs/" + name + "/history.csv"), "history.csv");
    const auto accuracy = std::find(history[0].begin(), history[0].end(), "train_accuracy") - history[0].begin();
    EXPECT_EQ(history[1].at(static_cast<std::size_t>(accuracy)), "1") << name;
    EXPECT_NE(here.read("runs/" + name + "/views.json").find("\"mistakes\":0,"), std::string::npos) << name;
  }
}

TEST_F(PredictCommand, OfClassesGivesProbabilitiesThatSumToOne) {
  EXPECT_EQ(here.mlp({"train", "xor.json", "--quiet"}).code, 0);
  here.write("points.csv", "x1,x2\n0,0\n0,1\n1,0\n1,1\n");
  const ProgramResult r = here.mlp({"predict", "runs/xor", "--data", "points.csv"});
  const auto rows = csv_rows(r.out, "stdout");
  ASSERT_EQ(rows.size(), 5u) << r.err;
  EXPECT_EQ(rows[0], (std::vector<std::string>{"predicted", "p_0", "p_1"}));
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const double p0 = read_number(rows[i][1]).value(), p1 = read_number(rows[i][2]).value();
    EXPECT_NEAR(p0 + p1, 1, 1e-6);
    EXPECT_EQ(rows[i][0], p1 > 0.5 ? "1" : "0");
  }
}

TEST_F(PredictCommand, AClosedPipeIsNoReasonToComplain) {
  const ProgramResult r = run_mlp_unread({"predict", "runs/d", "--data", "d.csv"}, here.path());
  EXPECT_EQ(r.code, 1);
  EXPECT_EQ(r.err, "");
}

TEST_F(PredictCommand, SaysWhatIsWrongWithFiles) {
  const auto error = [&](const std::string& run, const std::string& data) {
    const ProgramResult r = here.mlp({"predict", run, "--data", data});
    EXPECT_EQ(r.code, 2);
    EXPECT_EQ(r.out, "");
    return r.err;
  };
  here.write("wrong.csv", "z\n1\n");
  EXPECT_NE(error("runs/d", "wrong.csv").find("the net needs column \"x\""), std::string::npos);
  EXPECT_NE(error("runs/d", "nowhere.csv").find("nowhere.csv"), std::string::npos);
  EXPECT_NE(error("runs/d", ".").find("directory"), std::string::npos);
  EXPECT_NE(error("d.csv", "d.csv").find("not a safetensors file"), std::string::npos);
  EXPECT_NE(error("runs", "d.csv").find("such as runs/d"), std::string::npos);
  std::string damaged = here.read("runs/d/model.safetensors");
  damaged.back() ^= 1;
  here.write("damaged.st", damaged);
  EXPECT_NE(error("damaged.st", "d.csv").find("damaged.st"), std::string::npos);
}

/// A signal ends it; what it was writing goes with it, and what was there before stays.
TEST_F(PredictCommand, LeavesNothingUnfinishedWhenASignalEndsIt) {
  std::string many = "x\n";
  for (int i = 0; i < 300'000; ++i) many += "1\n";
  here.write("many.csv", many);
  here.write("out.csv", "before");
  const auto is_writing = [&] {
    return std::ranges::any_of(std::filesystem::directory_iterator(here.path()),
                               [](const auto& entry) { return is_unfinished(entry.path()); });
  };
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    RunningProgram running({"predict", "runs/d", "--data", "many.csv", "-o", "out.csv"}, here.path());
    for (int milliseconds = 0; milliseconds < 60'000 && !is_writing(); ++milliseconds) ::usleep(1000);
    running.send(signal);
    EXPECT_EQ(running.wait().code, 128 + signal);
    EXPECT_FALSE(is_writing());
    EXPECT_EQ(here.read("out.csv"), "before");
  }
}

/// An archive is looked into more than once, but read once: a pipe will do.
TEST_F(PredictCommand, ReadsAnArchiveFromAPipe) {
  write_npz(here / "new.npz", {tensor_of<double>("x", {2, 1}, std::vector<double>{3, 5})});
  ASSERT_EQ(::mkfifo((here / "pipe").c_str(), 0600), 0);
  RunningProgram running({"predict", "runs/d", "--data", "pipe"}, here.path());
  std::ofstream(here / "pipe") << here.read("new.npz");
  const ProgramResult r = running.wait();
  EXPECT_EQ(r.out, "y\n3\n7\n") << r.err;
}

}  // namespace
}  // namespace mlp
