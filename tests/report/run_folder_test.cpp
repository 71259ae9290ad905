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
  EXPECT_EQ(summary.status, TrainingStatus::completed);
  EXPECT_EQ(summary.metrics.size(), 3u);
  EXPECT_EQ(summary.metrics.at("train_loss"), 0.2);
  EXPECT_EQ(summary.metrics.at("test_accuracy"), 0.9);
  EXPECT_TRUE(std::isnan(summary.metrics.at("val_loss")));
  EXPECT_EQ(summary.initial_flow.slope, 0.5);
  EXPECT_EQ(summary.last_flow.slope, std::nullopt);
  EXPECT_EQ(summary.last_flow.ratio, 2);
  EXPECT_EQ(summary.verdict, FlowVerdict::vanishing);
  EXPECT_EQ(summary.reached_target, true);
  EXPECT_EQ(summary.epochs_to_target, 17);
}

TEST(ParseSummary, KnowsNothingWhereNothingIsSaid) {
  const RunSummary summary = parse_summary(R"({"status": "diverged", "gradient_flow": null, "target": null})", "s");
  EXPECT_TRUE(summary.metrics.empty());
  EXPECT_FALSE(summary.reached_target);
  EXPECT_FALSE(summary.verdict);
}

TEST(ParseSummary, JudgesNoTargetBeforeTheEnd) {
  const auto reached = [](const std::string& status, const std::string& value) {
    return parse_summary(R"({"status": ")" + status + R"(", "target": {"reached": )" + value + "}}", "s")
        .reached_target;
  };
  EXPECT_EQ(reached("completed", "true"), true);
  EXPECT_EQ(reached("stopped_early", "false"), false);
  EXPECT_EQ(reached("diverged", "null"), false);  // it has no net that could be tested
  EXPECT_EQ(reached("interrupted", "false"), std::nullopt);
  EXPECT_EQ(reached("interrupted", "true"), std::nullopt);
}

TEST(ParseSummary, RefusesWhatIsNone) {
  const auto message = [](const std::string& text) {
    return message_of<InputError>([&] { parse_summary(text, "s"); });
  };
  for (const char* text : {"[]", "{}", R"({"status": 1})"})
    EXPECT_EQ(message(text), "s: not the summary of a run (a JSON object with a \"status\")");
  EXPECT_TRUE(message("{\n  \"status\": }").starts_with("s:2:13: ")) << message("{\n  \"status\": }");
  EXPECT_EQ(message("{\n  \"name\": \"a \\\"status\\\": b\",\n  \"status\": \"finished\"\n}"),
            "s:3: unknown status \"finished\"; known: completed, stopped_early, interrupted, diverged");
  EXPECT_EQ(
      message("{\"status\": \"completed\",\n\"gradient_flow\": {\n\"verdict\": \"fine\"}}"),
      "s:3: unknown verdict \"fine\"; known: diverged, dead, vanishing, exploding, saturated, collapsed, healthy");
}

TEST(ReadRun, ReadsARunThatIsUnderWay) {
  const TemporaryFolder folder;
  put_bytes(folder / "history.csv", history);
  put_bytes(folder / "layers.csv", layers_header());
  const RunFolder run = read_run(folder.path());
  EXPECT_EQ(run.history.find("epoch")->size(), 2u);
  EXPECT_TRUE(run.layers.empty());
  EXPECT_FALSE(run.summary);
}

TEST(ReadRun, KnowsWhetherAProgramIsAtIt) {
  const TemporaryFolder folder;
  put_bytes(folder / "history.csv", history);
  put_bytes(folder / "layers.csv", layers_header());
  put_bytes(folder / ".lock", "1\n");  // of a program that was killed
  EXPECT_FALSE(read_run(folder.path()).is_being_written);
  const FolderLock lock(folder.path());
  EXPECT_TRUE(read_run(folder.path()).is_being_written);
}

const std::string remedy = "; leave the run out, or train it anew with --force";

/// A run of one epoch and two layers, which ended; each of its files may be another.
struct DamagedRun {
  std::string history =
      "epoch,step,seconds,learning_rate,train_loss,train_penalty\n0,0,0,,0.7,0\n1,16,0.1,0.01,0.5,0\n";
  std::optional<std::string> layers = layers_header() + layer_row(0, 1, "a", "1") + layer_row(0, 2, "b", "1") +
                                      layer_row(1, 1, "a", "1") + layer_row(1, 2, "b", "2");
  std::string summary = R"({"status": "completed", "metrics": {"last": {"epoch": 1, "step": 16, "seconds": 0.1,
      "learning_rate": 0.01, "train_loss": 0.5, "train_penalty": 0}, "test": {"loss": 3}},
      "gradient_flow": {"last": {"epoch": 1}}, "layers": [{"name": "a"}, {"name": "b"}]})";

  /// What is said of it: without the folder, and without the remedy.
  std::string message() const {
    const TemporaryFolder folder;
    put_bytes(folder / "history.csv", history);
    if (layers) put_bytes(folder / "layers.csv", *layers);
    if (!summary.empty()) put_bytes(folder / "summary.json", summary);
    std::string said = message_of<InputError>([&] { read_run(folder.path()); });
    EXPECT_TRUE(said.ends_with(remedy)) << said;
    const std::size_t start = folder.path().string().size() + 1;
    said = said.substr(start, said.size() - start - remedy.size());
    // A program that is at it will put it right: nothing is refused, but the summary is not believed.
    const FolderLock lock(folder.path());
    EXPECT_FALSE(read_run(folder.path()).summary);
    return said;
  }
};

TEST(ReadRun, TakesTablesThatAreWhatTheSummarySays) {
  const TemporaryFolder folder;
  const DamagedRun whole;
  put_bytes(folder / "history.csv", whole.history);
  put_bytes(folder / "layers.csv", *whole.layers);
  put_bytes(folder / "summary.json", whole.summary);
  EXPECT_TRUE(has_ended(read_run(folder.path())));
  EXPECT_EQ(standing_of(read_run(folder.path())), "completed");
}

TEST(ReadRun, RefusesAHistoryThatIsNotWhatTheSummarySays) {
  const std::string head = "epoch,step,seconds,learning_rate,train_loss,train_penalty\n", first = "0,0,0,,0.7,0\n";
  EXPECT_EQ((DamagedRun{.history = head + first}.message()),
            "history.csv:2: damaged: it ends at epoch 0, though summary.json ends at epoch 1");
  EXPECT_EQ((DamagedRun{.history = head}.message()),
            "history.csv:1: damaged: it has no rows, though summary.json ends at epoch 1");
  EXPECT_EQ((DamagedRun{.history = head + first + "1,16,0.1,0.01,0.4,0\n"}.message()),
            "history.csv:3: \"train_loss\" is 0.4, though summary.json has 0.5");
  EXPECT_EQ((DamagedRun{.history = head + first + "1,16,0.1,0.01,,0\n"}.message()),
            "history.csv:3: \"train_loss\" is nan, though summary.json has 0.5");
  EXPECT_EQ((DamagedRun{.history = head + first + "2,16,0.1,0.01,0.5,0\n"}.message()),
            "history.csv:3: expected epoch 1, found 2");
}

TEST(ReadRun, RefusesAHistoryWithAnotherHead) {
  const std::string rows = "0,0,0,,0.7,0\n1,16,0.1,0.01,0.5,0\n", unfinished;
  EXPECT_EQ(
      (DamagedRun{.history = "epoch,step,seconds,learning_rate,loss,train_penalty\n" + rows, .summary = unfinished}
           .message()),
      "history.csv:1: the column \"train_loss\" is missing");
  EXPECT_EQ(
      (DamagedRun{.history = "epoch,step,seconds,learning_rate,train_loss,train_loss\n" + rows, .summary = unfinished}
           .message()),
      "history.csv:1: the column \"train_loss\" is there twice");
  DamagedRun renamed;
  renamed.summary.replace(renamed.summary.find("\"train_penalty\": 0"), 18, "\"train_penalty\": 0, \"val_loss\": 1");
  EXPECT_EQ(renamed.message(), "history.csv:1: the column \"val_loss\" is missing, which summary.json has");
}

TEST(ReadRun, RefusesLayersThatAreNotWhatTheSummarySays) {
  const std::string whole = *DamagedRun().layers;
  EXPECT_EQ((DamagedRun{.layers = std::nullopt}.message()), "layers.csv: missing, though training has begun");
  EXPECT_EQ((DamagedRun{.layers = layers_header()}.message()),
            "layers.csv:1: damaged: it has no rows, though summary.json ends at epoch 1");
  EXPECT_EQ((DamagedRun{.layers = layers_header() + layer_row(0, 1, "a", "1")}.message()),
            "layers.csv:2: damaged: it ends at epoch 0, though summary.json ends at epoch 1");
  EXPECT_EQ((DamagedRun{.layers = whole.substr(0, whole.rfind("1,2,b"))}.message()),
            "layers.csv:4: damaged: epoch 1 has 1 of the 2 layers that summary.json has");
  std::string renamed = whole;
  renamed.replace(renamed.rfind("1,2,b"), 5, "1,2,c");
  EXPECT_EQ((DamagedRun{.layers = renamed}.message()),
            "layers.csv:5: expected layer \"b\" as in summary.json, found \"c\"");
}

TEST(ReadRun, RefusesAHistoryThatHasBeenEmptied) {
  const TemporaryFolder folder;
  for (const char* damaged : {"", "epoch,tra"}) {
    put_bytes(folder / "history.csv", damaged);
    std::filesystem::remove(folder / "summary.json");
    EXPECT_NO_THROW(read_run(folder.path()));  // a run that has just begun
    put_bytes(folder / "summary.json", R"({"status": "completed"})");
    EXPECT_EQ(message_of<InputError>([&] { read_run(folder.path()); }),
              (folder / "history.csv").string() + ":1: damaged: it has no rows, though the run has ended" + remedy);
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
