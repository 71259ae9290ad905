#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

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
    for (const char* model : {"model.safetensors", "best.safetensors"}) {
      if (!std::filesystem::exists(here / one / model)) continue;
      EXPECT_EQ(first_difference(read_model_file(here / one / model), read_model_file(here / other / model)),
                std::nullopt);
    }
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
  const std::string variants =
      "variants={\"a\": {}, \"b\": {\"loss\": \"hinge\", \"data\": {\"task\": \"regression\"}}}";
  expect_error({"--set", variants}, "(in 1 of 2 runs: b)");
  expect_error({"--vary", "model.layers.1.units=1,3"}, "(in 1 of 2 runs: model.layers.1.units=3)\n  --vary ");
  expect_error({"--set", "model.layers.1.units=3"}, "command line: /model/layers/1/units: the last layer, ");
  expect_error({"--set", "data.source={\"type\": \"blobs\", \"centers\": 3}"}, "(with --set data.source={");
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
  const auto flow = summary("runs/xor").at("gradient_flow");  // before training it was healthy
  EXPECT_EQ(flow.at("verdict"), "diverged");
  EXPECT_EQ(flow.at("reason"), "training ended in epoch 1 with numbers that are not finite");
  EXPECT_EQ(here.read("runs/xor/report.html").find("<span class=\"verdict good\">"), std::string::npos);
  EXPECT_FALSE(here.read("runs/xor/history.csv").empty());
}

// Settings with which the validation loss is soon at its best, and gets worse from there.
const std::vector<std::string> too_fast{"--set", "data.source.noise=0.6",       "--set",  "optimizer=adam",
                                        "--set", "optimizer.learning_rate=0.3", "--quiet"};

std::vector<std::string> too_fast_with(std::initializer_list<std::string> more) {
  std::vector<std::string> all = too_fast;
  all.insert(all.end(), more);
  return all;
}

TEST_F(TrainCommand, KeepsTheBestNetBesideTheLast) {
  const ProgramResult r =
      train(too_fast_with({"--set", "training.epochs=20", "--set", "training.checkpoint.keep_best=val_loss"}));
  ASSERT_EQ(r.code, 0) << r.err;
  const nlohmann::json metrics = summary("runs/xor").at("metrics");
  EXPECT_EQ(metrics.at("kept"), metrics.at("best"));
  EXPECT_EQ(metrics.at("saved"), metrics.at("last"));
  const ModelFile best = read_model_file(here / "runs/xor/best.safetensors"),
                  last = read_model_file(here / "runs/xor/model.safetensors");
  EXPECT_EQ(best.config, last.config);
  EXPECT_EQ(best.data.feature_names, last.data.feature_names);
  const std::string epoch = metrics.at("kept").at("epoch").dump();
  ASSERT_NE(epoch, "20");
  EXPECT_NE(first_difference(best, last), std::nullopt);
  // A run that ends there has the same net.
  EXPECT_EQ(train(too_fast_with({"--set", "training.epochs=" + epoch, "-o", "short"})).code, 0);
  const ModelFile same = read_model_file(here / "short/xor/model.safetensors");
  for (std::size_t i = 0; i < best.tensors.size(); ++i) EXPECT_EQ(best.tensors[i].data, same.tensors[i].data);
  // A net that is kept is one to evaluate, too.
  EXPECT_EQ(here.mlp({"evaluate", "runs/xor/best.safetensors"}).code, 0);
}

TEST_F(TrainCommand, SaysWhichEpochsNetWasRestored) {
  std::vector<std::string> restored = too_fast_with(
      {"--set", "training.epochs=60", "--set", "training.early_stopping={\"patience\": 5, \"restore_best\": true}"});
  std::erase(restored, "--quiet");
  const ProgramResult r = train(restored);
  ASSERT_EQ(r.code, 0) << r.err;
  const nlohmann::json metrics = summary("runs/xor").at("metrics");
  const std::string epoch = metrics.at("saved").at("epoch").dump();
  EXPECT_EQ(metrics.at("saved"), metrics.at("best"));
  ASSERT_NE(metrics.at("saved"), metrics.at("last"));
  EXPECT_NE(r.err.find("xor: model.safetensors is the net of epoch " + epoch + ", the best val_loss ("),
            std::string::npos)
      << r.err;
  EXPECT_EQ(summary("runs/xor").at("stopped_by"), "early_stopping");
  EXPECT_EQ(train(too_fast_with({"--set", "training.epochs=" + epoch, "-o", "short"})).code, 0);
  EXPECT_EQ(metrics.at("test"), summary("short/xor").at("metrics").at("test"));
}

TEST_F(TrainCommand, SaysWhereTheLossEndedFarAboveItsBeginning) {
  const ProgramResult far = train({"--set", "optimizer={\"type\": \"sgd\", \"learning_rate\": 1e30}"});
  EXPECT_EQ(far.code, 0) << far.err;
  EXPECT_NE(far.err.find("xor: the training loss ended at "), std::string::npos) << far.err;
  EXPECT_NE(far.err.find(", where it began: the steps were too large; try a smaller learning_rate"), std::string::npos);
  const ProgramResult good = train({"--force"});
  EXPECT_EQ(good.err.find("the training loss ended"), std::string::npos) << good.err;
}

// The loss w², from w = 1: a step of learning rate η makes it (1 − 2η)².
TEST_F(TrainCommand, ALossThatIsNotTwiceItsBeginningIsLeftUnsaid) {
  here.write("w.csv", "x,y\n1,0\n1,0\n");
  here.write("w.json", R"({"data": {"source": {"type": "csv", "path": "w.csv", "target": "y"}},
      "model": {"layers": [{"type": "dense", "units": 1, "use_bias": false, "kernel_initializer": 1}]},
      "loss": "mean_squared_error", "training": {"epochs": 2, "batch_size": "full"}})");
  const auto noted = [&](const char* rate) {
    const std::string err =
        here.mlp({"train", "w.json", "--force", "--set", "optimizer.learning_rate=" + std::string(rate)}).err;
    return err.substr(std::min(err.find("w: the training loss"), err.size()));
  };
  EXPECT_EQ(noted("1.2"), "");  // 1.96
  EXPECT_EQ(noted("1.25"),
            "w: the training loss ended at 2.25, above 1, where it began: the steps were too large; try a smaller "
            "learning_rate\n");
}

TEST_F(TrainCommand, ATimeLimitEndsARunThatIsFinishedThen) {
  const std::vector<std::string> limited{"--set", "training.epochs=100000000", "--set", "training.time_limit=0.2"};
  const ProgramResult r = train(limited);
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.err.find("xor: ended by its time limit of 0.2 s in epoch "), std::string::npos) << r.err;
  const nlohmann::json s = summary("runs/xor");
  EXPECT_EQ(s.at("status"), "stopped_early");
  EXPECT_EQ(s.at("stopped_by"), "time_limit");
  EXPECT_EQ(s.at("metrics").at("saved"), s.at("metrics").at("last"));
  std::vector<std::string> again = limited;
  again.push_back("--resume");
  const ProgramResult resumed = train(again);
  EXPECT_EQ(resumed.code, 0);
  EXPECT_NE(resumed.err.find("xor: its time limit ended this run, which is finished therefore"), std::string::npos)
      << resumed.err;
  EXPECT_EQ(summary("runs/xor"), s);
}

TEST_F(TrainCommand, AFinishedRunOfAnotherConfigIsLeftAndNamed) {
  ASSERT_EQ(train({"--quiet"}).code, 0);
  const std::string history = here.read("runs/xor/history.csv");
  const std::string remark =
      "xor: finished with another config (\"learning_rate\": 0.01 became \"learning_rate\": 0.003), and stays as it "
      "is; "
      "--force begins anew";
  const ProgramResult same = train({"--resume"});
  EXPECT_EQ(same.code, 0) << same.err;
  EXPECT_EQ(same.err.find(remark), std::string::npos) << same.err;
  const ProgramResult other = train({"--resume", "--set", "optimizer.learning_rate=0.003"});
  EXPECT_EQ(other.code, 0) << other.err;
  EXPECT_NE(other.err.find(remark), std::string::npos) << other.err;
  EXPECT_EQ(here.read("runs/xor/history.csv"), history);
}

// It would be missing in the comparison, and nobody would know why.
TEST_F(TrainCommand, AFinishedRunWithoutItsHistoryIsNotPassedOver) {
  ASSERT_EQ(train({"--quiet", "--set", "repeats=2"}).code, 0);
  std::filesystem::remove(here / "runs/xor/seed-2/history.csv");
  expect_error({"--resume", "--set", "repeats=2"},
               "runs/xor/seed-2 holds a finished run without its history.csv; bring the file back, or train anew with "
               "--force");
  EXPECT_EQ(train({"--force", "--quiet", "--set", "repeats=2"}).code, 0);
}

TEST_F(TrainCommand, PretrainsBeforeEpochZero) {
  const ProgramResult r = train({"--set", "training.pretraining={\"type\": \"denoising_autoencoder\", \"epochs\": 2}"});
  ASSERT_EQ(r.code, 0) << r.err;
  const std::string course = here.read("runs/xor/pretraining.csv");
  EXPECT_TRUE(course.starts_with(
      "stage,layer,epoch,step,seconds,learning_rate,train_loss,train_penalty\n1,dense_1,0,0,0,0.01,"))
      << course;
  EXPECT_EQ(std::count(course.begin(), course.end(), '\n'), 4);
  EXPECT_EQ(summary("runs/xor").at("pretraining"), nlohmann::json({{"layers", 1}, {"steps", 8}}));
  const ProgramResult verified = here.mlp({"verify", "runs/xor"});
  EXPECT_EQ(verified.code, 0) << verified.err;
  EXPECT_NE(verified.out.find("in pretraining.csv, history.csv, layers.csv and model.safetensors"), std::string::npos);
  expect_error({"--force", "--set", "training.pretraining={}", "--set",
                "model.layers=[{\"type\": \"dense\", "
                "\"units\": 1, \"activation\": \"sigmoid\"}]"},
               "there is no hidden layer with weights that learn, and so nothing to pretrain");
}

TEST_F(TrainCommand, GoesOnWithAnInterruptedPretraining) {
  const auto command = [](const std::string& output, const std::string& threads) {
    return std::vector<std::string>{"train",
                                    "xor.json",
                                    "--quiet",
                                    "-o",
                                    output,
                                    "--threads",
                                    threads,
                                    "--set",
                                    "optimizer=adam",
                                    "--set",
                                    "training.pretraining={\"type\": \"denoising_autoencoder\", \"epochs\": 20000}"};
  };
  ASSERT_EQ(here.mlp(command("whole", "1")).code, 0);
  RunningProgram running(command("stopped", "2"), here.path());
  ASSERT_TRUE(running.wait_for_lines(here / "stopped/xor/pretraining.csv", 100));
  running.send(SIGINT);
  const ProgramResult r = running.wait();
  ASSERT_EQ(r.code, 130) << r.err;
  EXPECT_EQ(summary("stopped/xor").at("status"), "interrupted");
  std::vector<std::string> again = command("stopped", "1");
  again.push_back("--resume");
  EXPECT_EQ(here.mlp(again).code, 0);
  expect_same_run("whole/xor", "stopped/xor");
  EXPECT_EQ(
      first_difference(here.read("whole/xor/pretraining.csv"), here.read("stopped/xor/pretraining.csv"), "seconds"),
      std::nullopt);
}

/// The file is a pipe: whoever writes to it knows that the program is reading its data, and waits for more.
TEST_F(TrainCommand, ThatIsStoppedBeforeTrainingSaysSoAndLeavesNothing) {
  const std::string pipe = (here / "pipe.csv").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  RunningProgram running({"train", "xor.json", "--set",
                          "data.source={\"type\": \"csv\", \"path\": \"pipe.csv\", "
                          "\"target\": \"y\"}"},
                         here.path());
  std::ofstream data(pipe);  // returns when the program opens it
  running.send(SIGINT);
  data << "x1,x2,y\n";
  for (int i = 0; i < 40; ++i) data << i % 2 << "," << i / 2 % 2 << "," << (i % 2 ^ i / 2 % 2) << "\n";
  data.close();
  const ProgramResult r = running.wait();
  EXPECT_EQ(r.code, 130) << r.err;
  EXPECT_NE(r.err.find("stopped before training began"), std::string::npos) << r.err;
  EXPECT_FALSE(std::filesystem::exists(here / "runs"));
}

TEST_F(TrainCommand, AnExperimentThatIsStoppedSaysHowManyRunsWereNotBegun) {
  std::vector<std::string> arguments{"train", "xor.json", "--vary", "seed=1,2,3,4", "--set", "training.epochs=1000000"};
  RunningProgram running(arguments, here.path());
  ASSERT_TRUE(running.wait_for_lines(here / "runs/xor/seed=1/history.csv", 3));
  running.send(SIGINT);
  const ProgramResult r = running.wait();
  EXPECT_EQ(r.code, 130);
  EXPECT_NE(r.err.find("3 runs were not begun; the same command with --resume trains them"), std::string::npos)
      << r.err;
}

TEST_F(TrainCommand, ANetThatIsFrozenAltogetherIsRefused) {
  expect_error({"--set", "model.layers.0.trainable=false", "--set", "model.layers.1.trainable=false"},
               "every layer is frozen (\"trainable\": false), so there is nothing to train");
  EXPECT_EQ(train({"--quiet", "--set", "model.layers.0.trainable=false"}).code, 0);
  EXPECT_EQ(summary("runs/xor").at("parameters"), 17);
  EXPECT_EQ(summary("runs/xor").at("trainable_parameters"), 5);
}

TEST_F(TrainCommand, ARunOfStepsWritesAConfigThatReadsBack) {
  ASSERT_EQ(train({"--quiet", "--set", "training.epochs=null", "--set", "training.steps=9"}).code, 0);
  EXPECT_EQ(summary("runs/xor").at("steps"), 9);
  EXPECT_EQ(summary("runs/xor").at("epochs"), 3);  // 30 samples in batches of 8: the third is a part
  const ProgramResult again = here.mlp({"train", "runs/xor/config.json", "-o", "again", "--quiet"});
  EXPECT_EQ(again.code, 0) << again.err;
  expect_same_run("runs/xor", "again/xor");
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

TEST_F(TrainCommand, GoesOnWithTheSameDataAlone) {
  const std::string rows = "x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n";
  here.write("d.csv", rows);
  std::vector<std::string> words{"train",
                                 "xor.json",
                                 "--set",
                                 R"(data={"source": {"type": "csv", "path": "d.csv", "target": "y"}})",
                                 "--quiet",
                                 "--set",
                                 "training.epochs=100000000"};
  RunningProgram running(words, here.path());
  ASSERT_TRUE(running.wait_for_lines(here / "runs/xor/history.csv", 3));
  running.send(SIGINT);
  ASSERT_EQ(running.wait().code, 130);
  here.write("d.csv", "x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1.5,0\n");
  words.push_back("--resume");
  const ProgramResult other = here.mlp(words);
  EXPECT_EQ(other.code, 2);
  EXPECT_NE(other.err.find("runs/xor/checkpoint.safetensors: the data have changed since this checkpoint"),
            std::string::npos)
      << other.err;
  here.write("d.csv", rows);
  RunningProgram again(words, here.path());
  const auto lines = static_cast<std::size_t>(std::ranges::count(here.read("runs/xor/history.csv"), '\n'));
  EXPECT_TRUE(again.wait_for_lines(here / "runs/xor/history.csv", lines + 2));
  again.send(SIGINT);
  EXPECT_EQ(again.wait().code, 130);
}

// The kernel would count the memory of the process that became the program, too.
TEST_F(TrainCommand, ItsPeakOfMemoryIsItsOwn) {
  constexpr std::size_t much = std::size_t{400} << 20;
  const std::vector<char> ballast(much, 1);
  ASSERT_EQ(train({"--quiet"}).code, 0);
  const auto peak = summary("runs/xor").at("environment").at("peak_memory_bytes").get<std::size_t>();
  EXPECT_GT(peak, std::size_t{1} << 20);
  EXPECT_LT(peak, much);
  EXPECT_EQ(ballast.back(), 1);
}

TEST_F(TrainCommand, OneProgramAtATimeTrainsIntoAFolder) {
  RunningProgram running({"train", "xor.json", "--set", "training.epochs=1000000"}, here.path());
  ASSERT_TRUE(running.wait_for_lines(here / "runs/xor/history.csv", 3));
  expect_error({"--force"}, "runs/xor");
  running.send(SIGTERM);
  EXPECT_EQ(running.wait().code, 143);
  EXPECT_EQ(summary("runs/xor").at("status"), "interrupted");
}

std::set<std::string> files_in(const std::filesystem::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.insert(entry.path().filename().string());
  return names;
}

TEST_F(TrainCommand, ARunWithoutReportHasItsNumbersAndItsNetAlone) {
  const std::set<std::string> bare{"config.json", "history.csv", "layers.csv", "model.safetensors", "summary.json"};
  const std::vector<std::string> without{"-o", "bare", "--set", "report.each_run=false"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), without.begin(), without.end());
    return train(more).code;
  };
  ASSERT_EQ(train({}).code, 0);
  ASSERT_EQ(with({}), 0);
  EXPECT_EQ(files_in(here / "bare/xor"), bare);
  EXPECT_EQ(first_difference(here.read("bare/xor/history.csv"), here.read("runs/xor/history.csv"), "seconds"),
            std::nullopt);
  EXPECT_EQ(here.read("bare/xor/layers.csv"), here.read("runs/xor/layers.csv"));
  ASSERT_EQ(with({"--resume"}), 0);
  EXPECT_EQ(files_in(here / "bare/xor"), bare);  // it is no report that is missing
  ASSERT_EQ(with({"--force", "--set", "report.live=true"}), 0);
  EXPECT_TRUE(files_in(here / "bare/xor").contains("views.json"));
  EXPECT_TRUE(files_in(here / "bare/xor").contains("report.html"));
  // The comparison of several is there.
  ASSERT_EQ(with({"--set", "repeats=2", "--set", "name=two"}), 0);
  EXPECT_EQ(files_in(here / "bare/two/seed-1"), bare);
  EXPECT_TRUE(files_in(here / "bare/two").contains("report.html"));
  EXPECT_TRUE(files_in(here / "bare/two").contains("loss.svg"));
}

TEST_F(TrainCommand, AFinishedRunWithoutItsReportGetsIt) {
  ASSERT_EQ(train({"--quiet"}).code, 0);
  const auto report = here / "runs/xor/report.html";
  const std::string page = here.read("runs/xor/report.html");
  std::filesystem::remove(report);
  here.write("runs/xor/.report.html.1.unfinished", "half");
  EXPECT_EQ(train({"--quiet", "--resume"}).code, 0);
  EXPECT_EQ(here.read("runs/xor/report.html"), page);
  EXPECT_FALSE(std::filesystem::exists(here / "runs/xor/.report.html.1.unfinished"));
  // One from before the run was finished, too.
  here.write("runs/xor/report.html", "old");
  std::filesystem::last_write_time(
      report, std::filesystem::last_write_time(here / "runs/xor/summary.json") - std::chrono::seconds(1));
  EXPECT_EQ(train({"--quiet", "--resume"}).code, 0);
  EXPECT_EQ(here.read("runs/xor/report.html"), page);
  // One that is as it should be stays.
  here.write("runs/xor/report.html", "mine");
  EXPECT_EQ(train({"--quiet", "--resume"}).code, 0);
  EXPECT_EQ(here.read("runs/xor/report.html"), "mine");
}

TEST_F(TrainCommand, AFolderThatIsGoneIsAFailureAndNoMistakeOfTheInput) {
  RunningProgram running(
      {"train", "xor.json", "--set", "training.epochs=1000000", "--set", "training.checkpoint.every=1"}, here.path());
  ASSERT_TRUE(running.wait_for_lines(here / "runs/xor/history.csv", 3));
  std::filesystem::rename(here / "runs", here / "elsewhere");
  const ProgramResult r = running.wait();
  EXPECT_EQ(r.code, 1) << r.err;
  EXPECT_NE(r.err.find("runs/xor/"), std::string::npos) << r.err;
}

TEST_F(TrainCommand, PathsThatLeadNowhereAreTheInputsMistake) {
  std::filesystem::create_symlink("loop", here / "loop");
  for (const std::string& path : {std::string("loop"), std::string(300, 'x')})
    for (const char* command : {"train", "validate", "compare"}) {
      const ProgramResult r = here.mlp({command, path});
      EXPECT_EQ(r.code, 2) << r.err;
      EXPECT_NE(r.err.find(path), std::string::npos) << r.err;
      EXPECT_EQ(r.err.find("filesystem"), std::string::npos) << r.err;
    }
}

TEST_F(TrainCommand, ADamagedFileOfHistogramsIsNamed) {
  const std::vector<std::string> words{"--quiet", "--set", "training.epochs=1000000", "--set",
                                       "diagnostics.histograms=[0, 1]"};
  std::vector<std::string> all{"train", "xor.json"};
  all.insert(all.end(), words.begin(), words.end());
  {
    RunningProgram running(all, here.path());
    ASSERT_TRUE(running.wait_for_lines(here / "runs/xor/history.csv", 5));
    running.send(SIGINT);
    ASSERT_EQ(running.wait().code, 130);
  }
  const std::string good = here.read("runs/xor/histograms.json");
  std::vector<std::string> resume = words;
  resume.push_back("--resume");
  for (const std::string& bad : {good.substr(0, good.size() / 2), std::string("[{}]"), std::string("7")}) {
    here.write("runs/xor/histograms.json", bad);
    expect_error(resume, "runs/xor/histograms.json: damaged");
  }
}

/// Where a run is hit, by what, and what it leaves for --resume.
struct Interruption {
  int signal;
  int code;
  const char* checkpoint;  // of training.checkpoint
  const char* name;
};

void PrintTo(const Interruption& i, std::ostream* out) {
  *out << ::strsignal(i.signal) << ", with checkpoints: " << i.name;
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
            "training.checkpoint={" + std::string(GetParam().checkpoint) + "\"keep_best\": \"val_loss\"}",
            "--set",
            "training.early_stopping={\"patience\": 5000, \"restore_best\": true}",
            "--set",
            "optimizer={\"type\": \"adam\", \"learning_rate\": {\"type\": \"cosine\", \"initial\": 0.01}}",
            "--set",
            "metrics=[\"accuracy\", \"roc_auc\", \"log_loss\"]",  // roc_auc grows all through an epoch
            "--set",
            "diagnostics={\"every\": 100, \"histograms\": [0, 100, 2000]}",
            "--set",
            "model.layers=[{\"type\": \"dense\", \"units\": 6, \"activation\": \"prelu\"}, "
            "\"batch_normalization\", {\"type\": \"layer_normalization\", \"trainable\": false}, {\"type\": "
            "\"gaussian_noise\", \"stddev\": 0.1}, "
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
                         testing::Values(Interruption{SIGINT, 130, "", "Nothing"},
                                         Interruption{SIGTERM, 143, "", "Nothing"},
                                         Interruption{SIGHUP, 129, "", "Nothing"},
                                         Interruption{SIGKILL, 128 + SIGKILL, "\"every\": 7, ", "Every7"},
                                         Interruption{SIGKILL, 128 + SIGKILL, "\"every_seconds\": 0.01, ", "BySeconds"},
                                         Interruption{SIGKILL, 128 + SIGKILL, "", "Nothing"}),
                         [](const testing::TestParamInfo<Interruption>& info) {
                           return std::string(info.param.signal == SIGKILL ? "KilledWithCheckpoints" : "StoppedWith") +
                                  (info.param.signal == SIGKILL ? info.param.name : std::to_string(info.param.signal));
                         });

/// What the signal would stop is done: the run has ended by itself, and says so.
TEST_F(TrainCommand, ASignalAfterTheLastRunEndsStopsNothing) {
  RunningProgram running({"train", "xor.json"}, here.path());
  ASSERT_TRUE(running.wait_for_lines(here / "runs/xor/summary.json", 1));
  running.send(SIGTERM);
  const ProgramResult r = running.wait();
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_FALSE(here.read("runs/xor/report.html").empty());
  EXPECT_EQ(summary("runs/xor").at("status"), "completed");
}

}  // namespace
}  // namespace mlp
