#include "mlp/report/run_folder.h"

#include <gtest/gtest.h>

#include <cmath>

#include "mlp/core/error.h"
#include "mlp/core/folder_lock.h"
#include "mlp/report/run_group.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

const std::string history =
    "epoch,step,seconds,learning_rate,train_loss,train_penalty,val_loss\n"
    "0,0,0,,0.7,0,0.71\n"
    "1,16,0.1,0.01,0.5,0,\n";

std::string layers_header() {
  std::string header = "epoch,layer,name";
  for (const std::string& column : layer_columns()) header += "," + column;
  return header + "\n";
}

// A row of layers.csv in which only kernel_grad_norm was measured.
std::string layer_row(int epoch, int layer, const std::string& name, const std::string& norm) {
  std::string row = std::to_string(epoch) + "," + std::to_string(layer) + "," + name;
  for (const std::string& column : layer_columns()) row += "," + (column == "kernel_grad_norm" ? norm : "");
  return row + "\n";
}

TEST(ParseHistory, GivesColumnsWithGaps) {
  const History read = parse_history(history, "h");
  EXPECT_EQ(read.columns.size(), 7u);
  EXPECT_EQ(*read.find("epoch"), (std::vector<double>{0, 1}));
  EXPECT_EQ(*read.find("train_loss"), (std::vector<double>{0.7, 0.5}));
  EXPECT_EQ((*read.find("val_loss"))[0], 0.71);
  EXPECT_TRUE(std::isnan((*read.find("val_loss"))[1]));
  EXPECT_EQ(read.find("val_accuracy"), nullptr);
}

TEST(ParseHistory, LeavesOutARowThatIsStillBeingWritten) {
  EXPECT_EQ(parse_history(history + "2,32,0.2,0.0", "h").find("epoch")->size(), 2u);
  EXPECT_EQ(parse_history("epoch,st", "h").columns.size(), 0u);
  EXPECT_EQ(parse_history("", "h").columns.size(), 0u);
}

TEST(ParseHistory, ReadsWhatADivergedRunWrote) {
  const History read = parse_history("epoch,train_loss\n0,nan\n1,inf\n2,-inf\n", "h");
  EXPECT_TRUE(std::isnan((*read.find("train_loss"))[0]));
  EXPECT_EQ((*read.find("train_loss"))[1], INFINITY);
  EXPECT_EQ((*read.find("train_loss"))[2], -INFINITY);
}

TEST(ParseHistory, NamesTheLineThatIsWrong) {
  const auto message = [](const std::string& csv) {
    return message_of<InputError>([&] { parse_history(csv, "h.csv"); });
  };
  EXPECT_EQ(message("epoch,a\n0,1\n1\n"), "h.csv:3: expected 2 columns as in line 1, found 1");
  EXPECT_EQ(message("epoch,a\n0,one\n"), "h.csv:2: \"one\" is not a number");
  EXPECT_EQ(message("a,b\n0,1\n"), "h.csv:1: the column \"epoch\" is missing");
}

TEST(ParseLayers, GivesRowsWithGapsAndAnyName) {
  const auto rows =
      parse_layers(layers_header() + layer_row(0, 1, "\"a, \"\"b\"\"\"", "0.5") + layer_row(0, 2, "act", ""), "l");
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].name, "a, \"b\"");
  EXPECT_EQ(rows[0].value("kernel_grad_norm"), 0.5);
  EXPECT_EQ(rows[1].layer, 2);
  EXPECT_FALSE(rows[1].value("kernel_grad_norm"));
  EXPECT_EQ(message_of<InputError>([&] { parse_layers(layers_header() + layer_row(0, 1, "a", "x"), "l.csv"); }),
            "l.csv:2: \"x\" is not a number");
}

TEST(ParseSummary, GivesWhatAComparisonNeeds) {
  const RunSummary summary = parse_summary(R"({
      "status": "completed",
      "metrics": {"last": {"epoch": 500, "train_loss": 0.2, "val_loss": null}, "test": {"accuracy": 0.9}},
      "gradient_flow": {"initial": {"epoch": 0, "slope": 0.5, "ratio": 31.6}, "last": {"slope": null, "ratio": 2},
                        "verdict": "vanishing"},
      "target": {"metric": "val_accuracy", "reached": true, "epochs": 17}})",
                                           "s");
  EXPECT_EQ(summary.status, "completed");
  EXPECT_EQ(summary.metrics.size(), 3u);
  EXPECT_EQ(summary.metrics.at("train_loss"), 0.2);
  EXPECT_EQ(summary.metrics.at("test_accuracy"), 0.9);
  EXPECT_TRUE(std::isnan(summary.metrics.at("val_loss")));
  EXPECT_EQ(summary.initial_flow.slope, 0.5);
  EXPECT_EQ(summary.last_flow.slope, std::nullopt);
  EXPECT_EQ(summary.last_flow.ratio, 2);
  EXPECT_EQ(summary.verdict, "vanishing");
  EXPECT_EQ(summary.reached_target, true);
  EXPECT_EQ(summary.epochs_to_target, 17);
}

TEST(ParseSummary, KnowsNothingWhereNothingIsSaid) {
  const RunSummary summary = parse_summary(R"({"status": "diverged", "gradient_flow": null, "target": null})", "s");
  EXPECT_TRUE(summary.metrics.empty());
  EXPECT_FALSE(summary.reached_target);
  EXPECT_EQ(summary.verdict, "");
}

TEST(ParseSummary, RefusesWhatIsNone) {
  for (const char* text : {"", "{", "[]", "{}", R"({"status": 1})"})
    EXPECT_EQ(message_of<InputError>([&] { parse_summary(text, "s"); }),
              "s: not the summary of a run (a JSON object with a \"status\")");
}

TEST(ReadRun, ReadsARunThatIsUnderWay) {
  const TemporaryFolder folder;
  put_bytes(folder / "history.csv", history);
  const RunFolder run = read_run(folder.path());
  EXPECT_EQ(run.history.find("epoch")->size(), 2u);
  EXPECT_TRUE(run.layers.empty());
  EXPECT_FALSE(run.summary);
}

TEST(ReadRun, KnowsWhetherAProgramIsAtIt) {
  const TemporaryFolder folder;
  put_bytes(folder / "history.csv", history);
  put_bytes(folder / ".lock", "1\n");  // of a program that was killed
  EXPECT_FALSE(read_run(folder.path()).is_being_written);
  const FolderLock lock(folder.path());
  EXPECT_TRUE(read_run(folder.path()).is_being_written);
}

TEST(ReadRun, RefusesAHistoryThatHasBeenEmptied) {
  const TemporaryFolder folder;
  for (const char* damaged : {"", "epoch,tra"}) {
    put_bytes(folder / "history.csv", damaged);
    std::filesystem::remove(folder / "summary.json");
    EXPECT_NO_THROW(read_run(folder.path()));  // a run that has just begun
    put_bytes(folder / "summary.json", R"({"status": "completed"})");
    EXPECT_EQ(message_of<InputError>([&] { read_run(folder.path()); }),
              (folder / "history.csv").string() + ": damaged: it has no rows, though the run has ended");
  }
}

TEST(ReadRun, SaysWhatIsNoRun) {
  const TemporaryFolder folder;
  EXPECT_EQ(message_of<InputError>([&] { read_run(folder.path()); }),
            folder.path().string() + " is not the folder of a run: it has no history.csv");
  EXPECT_EQ(message_of<InputError>([&] { read_run(folder / "none"); }),
            (folder / "none").string() + " is not a folder");
}

std::vector<std::string> group_names(const std::vector<std::filesystem::path>& folders) {
  std::vector<RunFolder> runs;
  for (const auto& folder : folders) runs.emplace_back().folder = folder;
  std::vector<std::string> names;
  for (const RunGroup& group : group_runs(runs)) names.push_back(group.name + " ×" + std::to_string(group.runs.size()));
  return names;
}

using Names = std::vector<std::string>;

TEST(GroupRuns, PutsRepeatsTogether) {
  EXPECT_EQ(group_names({"/r/c/tanh/lr=0.1/seed-1", "/r/c/relu/lr=0.1/seed-1", "/r/c/tanh/lr=0.1/seed-2/"}),
            (Names{"tanh/lr=0.1 ×2", "relu/lr=0.1 ×1"}));
  EXPECT_EQ(group_names({"/r/c/seed-1", "/r/c/seed-2"}), (Names{"c ×2"}));
  EXPECT_EQ(group_names({"/r/a", "/s/b"}), (Names{"r/a ×1", "s/b ×1"}));
  EXPECT_EQ(group_names({"/r/a"}), (Names{"a ×1"}));
  EXPECT_EQ(group_names({"/r/c/seed=1", "/r/c/seed=2"}), (Names{"c ×2"}));
  EXPECT_EQ(group_names({"/r/c/seed=1/lr=1", "/r/c/seed=1/lr=2", "/r/c/seed=2/lr=1", "/r/c/seed=2/lr=2"}),
            (Names{"lr=1 ×2", "lr=2 ×2"}));
  EXPECT_EQ(group_names({"/r/c/lr=1/seed=1/seed-1", "/r/c/lr=1/seed=2/seed-2"}), (Names{"lr=1 ×2"}));
  EXPECT_EQ(group_names({"/r/data.seed=1", "/r/data.seed=2"}), (Names{"data.seed=1 ×1", "data.seed=2 ×1"}));
  EXPECT_EQ(group_names({"/r/seed=x", "/r/seed-1/a"}), (Names{"seed=x ×1", "seed-1/a ×1"}));
  EXPECT_EQ(group_names({"/r/seedling", "/r/seed-x"}), (Names{"seedling ×1", "seed-x ×1"}));
  EXPECT_EQ(group_names({}), Names{});
}

TEST(RunGroup, TellsRepeatsApartByTheirSeeds) {
  const auto name = [](const char* folder) { return repeat_name({.folder = folder}); };
  EXPECT_EQ(name("/r/c/tanh/seed-2/"), "seed-2");
  EXPECT_EQ(name("/r/c/seed=3/lr=1"), "seed=3");
  EXPECT_EQ(name("/r/c/seed=3/lr=1/seed-4"), "seed=3/seed-4");
  EXPECT_EQ(name("/r/c/lr=1"), "lr=1");
}

}  // namespace
}  // namespace mlp
