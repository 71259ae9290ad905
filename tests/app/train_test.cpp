#include <gtest/gtest.h>

#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>

#include "apps/mlp/same_bits.h"
#include "mlp/files/model_file.h"
#include "program.h"

namespace mlp {
namespace {

class TrainCommand : public testing::Test {
 protected:
  ProgramResult train(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"train", "xor.json"});
    return here.mlp(arguments);
  }

  void expect_error(const std::vector<std::string>& arguments, const std::string& part) const {
    const ProgramResult r = train(arguments);
    EXPECT_EQ(r.code, 2) << r.err;
    EXPECT_EQ(r.out, "");
    EXPECT_NE(r.err.find(part), std::string::npos) << r.err;
  }

  nlohmann::json summary(const std::string& run) const {
    return nlohmann::json::parse(here.read(run + "/summary.json"));
  }

  /// All that a run says of what it learned is the same to the last bit; not the time that it took.
  void expect_same_run(const std::string& one, const std::string& other) const {
    EXPECT_EQ(first_difference(here.read(one + "/history.csv"), here.read(other + "/history.csv"), "seconds"),
              std::nullopt);
    EXPECT_EQ(here.read(one + "/layers.csv"), here.read(other + "/layers.csv"));
    EXPECT_EQ(here.read(one + "/histograms.json"), here.read(other + "/histograms.json"));
    EXPECT_EQ(first_difference(read_model_file(here / one / "model.safetensors"),
                               read_model_file(here / other / "model.safetensors")),
              std::nullopt);
  }

  Workplace here;
};

TEST_F(TrainCommand, WritesEveryFileOfARun) {
  const ProgramResult r = train({});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_TRUE(r.out.ends_with("\nruns/xor\n")) << r.out;
  for (const char* name : {"config.json", "history.csv", "layers.csv", "summary.json", "model.safetensors", "loss.svg",
                           "gradient_flow.svg"})
    EXPECT_FALSE(here.read("runs/xor/" + std::string(name)).empty()) << name;
  EXPECT_FALSE(std::filesystem::exists(here / "runs/xor/checkpoint.safetensors"));
  EXPECT_EQ(summary("runs/xor").at("status"), "completed");
}

TEST_F(TrainCommand, TheConfigThatARunWritesGivesTheSameRunAgain) {
  EXPECT_EQ(train({"--seed", "7", "--set", "model.defaults.dropout=0.2", "--set", "optimizer=adam"}).code, 2);
  EXPECT_EQ(train({"--seed", "7", "--set", "model.layers.0.activation=prelu", "--set", "optimizer=adam"}).code, 0);
  const ProgramResult again = here.mlp({"train", "runs/xor/config.json", "-o", "again"});
  EXPECT_EQ(again.code, 0) << again.err;
  expect_same_run("runs/xor", "again/xor");
  EXPECT_EQ(here.read("runs/xor/config.json"), here.read("again/xor/config.json"));
}

TEST_F(TrainCommand, RunsSideBySideAreTheSameAsOneAfterTheOther) {
  const std::vector<std::string> plan{"--vary", "optimizer=sgd,adam", "--set", "repeats=3", "--quiet"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), plan.begin(), plan.end());
    return train(more);
  };
  EXPECT_EQ(with({"-o", "one", "-j", "1", "--threads", "1"}).code, 0);
  EXPECT_EQ(with({"-o", "four", "-j", "4", "--threads", "3"}).code, 0);
  for (const char* run : {"optimizer=sgd/seed-1", "optimizer=sgd/seed-3", "optimizer=adam/seed-2"})
    expect_same_run("one/xor/" + std::string(run), "four/xor/" + std::string(run));
  EXPECT_EQ(here.read("one/xor/comparison.json"), here.read("four/xor/comparison.json"));
}

TEST_F(TrainCommand, OverwritesNothingByAccident) {
  EXPECT_EQ(train({"--quiet"}).code, 0);
  const std::string before = here.read("runs/xor/model.safetensors");
  expect_error({}, "runs/xor holds a finished run; use --force");
  expect_error({"--set", "repeats=2"}, "runs/xor is the folder of a single run, and these are several");
  EXPECT_EQ(here.read("runs/xor/model.safetensors"), before);
  EXPECT_EQ(train({"--force", "--seed", "2"}).code, 0);
  EXPECT_NE(here.read("runs/xor/model.safetensors"), before);
  EXPECT_EQ(train({"--set", "repeats=2", "-o", "several"}).code, 0);
  expect_error({"-o", "several"}, "several/xor holds several runs, and this is a single one");
}

TEST_F(TrainCommand, ADryRunShowsThePlanAndWritesNothing) {
  const ProgramResult r = train({"--dry-run", "--vary", "optimizer=sgd,adam", "--set", "repeats=2"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find("4 runs; nothing was trained"), std::string::npos) << r.out;
  EXPECT_NE(r.out.find("runs/xor/optimizer=adam/seed-2"), std::string::npos) << r.out;
  EXPECT_FALSE(std::filesystem::exists(here / "runs"));
}

TEST_F(TrainCommand, FindsMistakesOfAnyRunBeforeTheFirstBegins) {
  expect_error({"--vary", "model.layers.1.units=1,3"}, "xor.json (model.layers.1.units=3): ");
  expect_error({"--set", "data.source={\"type\": \"csv\", \"path\": \"gone.csv\", \"target\": \"y\"}"}, "gone.csv");
  expect_error({"--vary", "optimizer.learning_rate=0.1,-1", "--set", "loss=hinje"}, "/optimizer/learning_rate");
  expect_error({"--vary", "optimizer.learning_rate=0.1,-1", "--set", "loss=hinje"}, "/loss");
  EXPECT_FALSE(std::filesystem::exists(here / "runs"));
}

TEST_F(TrainCommand, SaysWhatIsOddAndTrainsAllTheSame) {
  const ProgramResult r = train({"--set", "model.layers.0.activation=linear"});
  EXPECT_EQ(r.code, 0);
  EXPECT_NE(r.err.find("xor: warning: layer \"dense_1\": no activation"), std::string::npos) << r.err;
  EXPECT_EQ(train({"--set", "model.layers.0.activation=linear", "--quiet", "--force"}).err, "");
}

TEST_F(TrainCommand, ARunThatDivergesIsRefusedAndKeepsItsTables) {
  const ProgramResult r = train({"--quiet", "--set", "optimizer.learning_rate=1e300", "--set",
                                 "loss=mean_squared_error", "--set", "model.layers.1.activation=linear"});
  EXPECT_EQ(r.code, 3);
  for (const char* part : {"xor: diverged: ", "epoch 1", "step ", "loss", "gradient", "learning"})
    EXPECT_NE(r.err.find(part), std::string::npos) << part << "\n" << r.err;
  EXPECT_EQ(summary("runs/xor").at("status"), "diverged");
  EXPECT_FALSE(here.read("runs/xor/history.csv").empty());
}

TEST_F(TrainCommand, ACheckpointThatIsDamagedOrForeignIsRefusedByName) {
  const std::vector<std::string> long_run{"--set", "training.epochs=100000", "--set", "training.checkpoint.every=1",
                                          "--quiet"};
  {
    std::vector<std::string> arguments{"train", "xor.json"};
    arguments.insert(arguments.end(), long_run.begin(), long_run.end());
    RunningProgram running(arguments, here.path());
    ASSERT_TRUE(running.wait_for_lines(here / "runs/xor/history.csv", 5));
    running.send(SIGINT);
    EXPECT_EQ(running.wait().code, 130);
  }
  expect_error({"--quiet", "--resume", "--set", "training.epochs=7"}, "runs/xor/checkpoint.safetensors");
  const std::string good = here.read("runs/xor/checkpoint.safetensors");
  std::string bad = good;
  bad[bad.size() - 3] = static_cast<char>(bad[bad.size() - 3] ^ 1);
  here.write("runs/xor/checkpoint.safetensors", bad);
  std::vector<std::string> resume = long_run;
  resume.push_back("--resume");
  expect_error(resume, "runs/xor/checkpoint.safetensors: ");
  here.write("runs/xor/checkpoint.safetensors", good.substr(0, good.size() / 2));
  expect_error(resume, "runs/xor/checkpoint.safetensors: ");
}

TEST_F(TrainCommand, OneProgramAtATimeTrainsIntoAFolder) {
  RunningProgram running({"train", "xor.json", "--set", "training.epochs=1000000"}, here.path());
  ASSERT_TRUE(running.wait_for_lines(here / "runs/xor/history.csv", 3));
  expect_error({"--force"}, "runs/xor");
  running.send(SIGTERM);
  EXPECT_EQ(running.wait().code, 143);
  EXPECT_EQ(summary("runs/xor").at("status"), "interrupted");
}

/// Where a run is hit, by what, and what it leaves for --resume.
struct Interruption {
  int signal;
  int code;
  const char* checkpoint;  // training.checkpoint
};

void PrintTo(const Interruption& i, std::ostream* out) {
  *out << ::strsignal(i.signal) << ", with a checkpoint every " << i.checkpoint;
}

class Resume : public TrainCommand, public testing::WithParamInterface<Interruption> {
 protected:
  std::vector<std::string> command(const std::string& output, const std::string& threads) const {
    return {"train",
            "xor.json",
            "--quiet",
            "-o",
            output,
            "--threads",
            threads,
            "--set",
            "training.epochs=2000",
            "--set",
            "training.checkpoint={\"every\": " + std::string(GetParam().checkpoint) + "}",
            "--set",
            "optimizer={\"type\": \"adam\", \"learning_rate\": {\"type\": \"cosine\", \"initial\": 0.01}}",
            "--set",
            "metrics=[\"accuracy\", \"roc_auc\", \"log_loss\"]",  // roc_auc grows all through an epoch
            "--set",
            "diagnostics={\"every\": 100, \"histograms\": [0, 100, 2000]}",
            "--set",
            "model.layers=[{\"type\": \"dense\", \"units\": 6, \"activation\": \"prelu\"}, "
            "\"batch_normalization\", \"layer_normalization\", {\"type\": \"gaussian_noise\", \"stddev\": 0.1}, "
            "{\"type\": \"maxout\", \"units\": 4, \"pieces\": 2, \"kernel_constraint\": {\"max_norm\": 1}}, "
            "{\"type\": \"alpha_dropout\", \"rate\": 0.1}, {\"type\": \"dropout\", \"rate\": 0.2}, "
            "{\"type\": \"dense\", \"units\": 1, \"activation\": \"sigmoid\"}]"};
  }
};

TEST_P(Resume, GivesTheBitsOfARunThatNothingStopped) {
  const ProgramResult whole = here.mlp(command("whole", "1"));
  ASSERT_EQ(whole.code, 0) << whole.err;
  int times = 0;
  for (const long lines : {20, 400, 1500}) {  // of history.csv, when the signal is sent
    std::vector<std::string> again = command("stopped", std::to_string(1 + lines % 3));
    if (times > 0) again.push_back("--resume");
    RunningProgram running(again, here.path());
    if (!running.wait_for_lines(here / "stopped/xor/history.csv", lines)) break;  // it was done before
    running.send(GetParam().signal);
    const ProgramResult r = running.wait();
    if (r.code == 0) break;
    EXPECT_EQ(r.code, GetParam().code) << r.err;
    ++times;
  }
  EXPECT_GE(times, 1);
  std::vector<std::string> last = command("stopped", "2");
  last.push_back("--resume");
  const ProgramResult r = here.mlp(last);
  EXPECT_EQ(r.code, 0) << r.err;
  expect_same_run("whole/xor", "stopped/xor");
  EXPECT_FALSE(std::filesystem::exists(here / "stopped/xor/checkpoint.safetensors"));
}

INSTANTIATE_TEST_SUITE_P(AfterAnyInterruption, Resume,
                         testing::Values(Interruption{SIGINT, 130, "0"}, Interruption{SIGTERM, 143, "0"},
                                         Interruption{SIGKILL, 128 + SIGKILL, "7"},
                                         Interruption{SIGKILL, 128 + SIGKILL, "0"}),
                         [](const testing::TestParamInfo<Interruption>& info) {
                           return std::string(::strsignal(info.param.signal)) == "Killed"
                                      ? "KilledWithCheckpointEvery" + std::string(info.param.checkpoint)
                                      : "StoppedWith" + std::to_string(info.param.signal);
                         });

}  // namespace
}  // namespace mlp
