#include "mlp/files/recorder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <set>

#include "mlp/core/error.h"
#include "synced_paths.h"
#include "tests/support/full_disk.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

const std::string recorded_config = "{\"name\": \"r\"}";
const std::vector<std::string> recorded_columns{"epoch", "step", "seconds", "val_loss"};

HistoryRow history_row(std::int64_t epoch, std::optional<double> val_loss) {
  return {static_cast<double>(epoch), static_cast<double>(epoch * 10), 0.1, val_loss};
}

std::vector<LayerRow> layer_rows(std::int64_t epoch) {
  LayerRow row{.epoch = epoch, .layer = 1, .name = "dense, \"1\""};
  row.values.assign(layer_columns().size(), std::nullopt);
  row.values[0] = 0.5;
  return {row};
}

LayerHistograms layer_histograms(std::int64_t epoch) {
  return {epoch, 1, "dense_1", {-1, 0.1, {1, 2}}, std::nullopt, Histogram{0, 1, {3, 4}}};
}

std::set<std::string> names_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const fs::directory_entry& file : fs::directory_iterator(folder)) names.insert(file.path().filename().string());
  return names;
}

/// A recorder of a folder, and the state that it is told of.
struct Recording {
  int told = 0;
  TrainState<double> state;
  Recorder<double> recorder;

  explicit Recording(const fs::path& folder, const std::string& config = recorded_config)
      : recorder(folder, config, "data", recorded_columns,
                 {[this](const TrainState<double>&, const HistoryRow*) { ++told; }, [] { return false; }}) {
    state.parameters.resize(3);
  }
  void epoch(std::int64_t number, std::optional<double> val_loss, bool measured = true) {
    state.begun = true;
    state.epoch = number;
    recorder.on_epoch(state, history_row(number, val_loss), measured ? layer_rows(number) : std::vector<LayerRow>{},
                      measured ? std::vector{layer_histograms(number)} : std::vector<LayerHistograms>{});
  }
};

TEST(RecorderFolder, HasWholeRowsAfterEveryEpoch) {
  const TemporaryFolder folder;
  Recording r(folder / "new/run");  // made where it is missing
  r.recorder.start();
  EXPECT_EQ(bytes_of(folder / "new/run/config.json"), recorded_config);
  EXPECT_EQ(bytes_of(folder / "new/run/history.csv"), "epoch,step,seconds,val_loss\n");
  r.epoch(0, 0.1);
  EXPECT_EQ(bytes_of(folder / "new/run/history.csv"), "epoch,step,seconds,val_loss\n0,0,0.1,0.1\n");
  r.epoch(1, std::nullopt, false);
  EXPECT_EQ(bytes_of(folder / "new/run/history.csv"), "epoch,step,seconds,val_loss\n0,0,0.1,0.1\n1,10,0.1,\n");
  const std::string layers = bytes_of(folder / "new/run/layers.csv");
  EXPECT_EQ(std::count(layers.begin(), layers.end(), '\n'), 2);
  EXPECT_NE(layers.find("\n0,1,\"dense, \"\"1\"\"\",0.5,"), std::string::npos) << layers;
  EXPECT_EQ(r.told, 2);
  EXPECT_EQ(r.recorder.rows().size(), 2u);
}

// What a power cut leaves cannot be tested; that the disk was asked for the names can.
TEST(RecorderFolder, StartSyncsTheNamesOfItsFiles) {
  const TemporaryFolder folder;
  Recording r(folder.path());
  const SyncedPaths synced;
  r.recorder.start();
  ASSERT_EQ(synced.all().size(), 2u);  // config.json is the first
  EXPECT_EQ(synced.all().back(), fs::canonical(folder.path()));
}

TEST(RecorderFolder, RemovesThePicturesAloneWhereTheyAreNotWanted) {
  const TemporaryFolder folder;
  Recording r(folder.path());
  r.recorder.start();
  for (const char* name : {"loss.svg", "gradient_flow.svg", "gradient_heat_map.svg", "net.svg", "views.json",
                           "report.html", "notes.svg", "checkpoint.safetensors"})
    put_bytes(folder / name, "old");
  r.recorder.remove_pictures();
  EXPECT_EQ(names_in(folder.path()), (std::set<std::string>{".lock", "checkpoint.safetensors", "config.json",
                                                            "history.csv", "layers.csv", "notes.svg"}));
}

TEST(RecorderFolder, StartRemovesWhatAnEarlierRunLeft) {
  const TemporaryFolder folder;
  for (const char* name : {"summary.json", "histograms.json", "model.safetensors", "checkpoint.safetensors", "loss.svg",
                           "gradient_flow.svg", "history.csv", "layers.csv", "config.json", "notes.txt"})
    put_bytes(folder / name, "old");
  Recording r(folder.path());
  r.recorder.start();
  EXPECT_EQ(names_in(folder.path()),
            (std::set<std::string>{".lock", "config.json", "history.csv", "layers.csv", "notes.txt"}));
  EXPECT_EQ(bytes_of(folder / "history.csv"), "epoch,step,seconds,val_loss\n");
}

TEST(RecorderFolder, ResumeCutsTheTablesBackToTheCheckpoint) {
  const TemporaryFolder folder;
  std::string history, layers;
  {
    Recording r(folder.path());
    r.recorder.start();
    r.epoch(0, 0.25);
    r.epoch(1, std::nan(""));
    r.epoch(2, -std::numeric_limits<double>::infinity());
    r.state.parameters[0] = 7;
    r.recorder.save(r.state);
    history = bytes_of(folder / "history.csv");
    layers = bytes_of(folder / "layers.csv");
    r.epoch(3, 0.5);
    put_bytes(folder / "summary.json", "{}");
  }
  Recording r(folder.path());
  ASSERT_TRUE(r.recorder.resume(r.state));
  EXPECT_EQ(r.state.epoch, 2);
  EXPECT_EQ(r.state.parameters[0], 7);
  EXPECT_EQ(bytes_of(folder / "history.csv"), history);
  EXPECT_EQ(bytes_of(folder / "layers.csv"), layers);
  EXPECT_FALSE(fs::exists(folder / "summary.json"));
  ASSERT_EQ(r.recorder.rows().size(), 3u);
  EXPECT_EQ(r.recorder.rows()[0], history_row(0, 0.25));
  EXPECT_TRUE(std::isnan(r.recorder.rows()[1][3].value()));
  EXPECT_EQ(r.recorder.rows()[2], history_row(2, -std::numeric_limits<double>::infinity()));
  r.epoch(3, 0.75);
  EXPECT_EQ(bytes_of(folder / "history.csv"), history + "3,30,0.1,0.75\n");
  const std::string histograms = bytes_of(folder / "histograms.json");
  for (const auto& [epoch, times] : {std::pair("0", 1), {"1", 1}, {"2", 1}, {"3", 1}}) {
    const std::string entry = "\"epoch\": " + std::string(epoch) + ",";
    const std::size_t first = histograms.find(entry);
    EXPECT_NE(first, std::string::npos) << histograms;
    EXPECT_EQ(histograms.find(entry, first + 1), std::string::npos) << histograms;
  }
}

TEST(RecorderFolder, ResumeSaysWhereAHistoryIsDamaged) {
  const TemporaryFolder folder;
  {
    Recording r(folder.path());
    r.recorder.start();
    r.epoch(0, 0.25);
    r.recorder.save(r.state);
  }
  std::string history = bytes_of(folder / "history.csv");
  history.replace(history.find("0.25"), 4, "0.2x");
  put_bytes(folder / "history.csv", history);
  Recording r(folder.path());
  try {
    r.recorder.resume(r.state);
    FAIL() << "it was read";
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()), (folder / "history.csv").string() + ":2: \"0.2x\" is not a number");
  }
}

TEST(RecorderFolder, WithoutACheckpointThereIsNothingToResume) {
  const TemporaryFolder folder;
  Recording r(folder.path());
  EXPECT_FALSE(r.recorder.resume(r.state));
}

TEST(RecorderFolder, ResumeRefusesTablesThatLackRowsAndOtherConfigs) {
  const TemporaryFolder folder;
  {
    Recording r(folder.path());
    r.recorder.start();
    r.epoch(0, 0.25);
    r.recorder.save(r.state);
  }
  {
    Recording r(folder.path(), "{}");
    EXPECT_NE(message_of<InputError>([&] { r.recorder.resume(r.state); }).find("another config"), std::string::npos);
  }
  put_bytes(folder / "history.csv", "epoch,step,seconds,val_loss\n");
  Recording r(folder.path());
  EXPECT_EQ(message_of<InputError>([&] { r.recorder.resume(r.state); }),
            (folder / "history.csv").string() +
                " has 28 bytes, but the checkpoint was made when it had 41: rows are missing; bring the file back, or "
                "train anew with --force");
}

TEST(RecorderFolder, InUseIsRefused) {
  const TemporaryFolder folder;
  const Recording first(folder.path());
  EXPECT_EQ(message_of<InputError>([&] { Recording second(folder.path()); }),
            folder.path().string() + " is being written by another program (process " + std::to_string(::getpid()) +
                "); wait for it to end, or write to another folder");
}

TEST(RunStateOfAFolder, IsWhatItsFilesSay) {
  const TemporaryFolder folder;
  const auto with_summary = [&](const std::string& text) {
    put_bytes(folder / "summary.json", text);
    return run_state(folder.path());
  };
  EXPECT_EQ(run_state(folder / "nowhere"), RunState::none);
  EXPECT_EQ(run_state(folder.path()), RunState::none);
  EXPECT_EQ(with_summary(R"({"status": "completed"})"), RunState::none);  // a summary alone is no run
  put_bytes(folder / "config.json", "{}");
  for (const char* status : {"completed", "stopped_early", "diverged"})
    EXPECT_EQ(with_summary(R"({"status": ")" + std::string(status) + "\"}"), RunState::finished) << status;
  for (const char* text : {R"({"status": "interrupted"})", R"({"status": "finished"})", R"({"status": 1})", "{}", "[]",
                           "", "{\"status\": \"compl", "\xff"})
    EXPECT_EQ(with_summary(text), RunState::unfinished) << text;
  fs::remove(folder / "summary.json");
  EXPECT_EQ(run_state(folder.path()), RunState::unfinished);
}

TEST(RecorderFolder, IsGoneAgainWhereNothingCanBeWritten) {
  const TemporaryFolder folder;
  const std::string message = [&] {
    const FullDisk full;
    return message_of<Failure>([&] { const Recording r(folder / "runs/r"); });
  }();
  EXPECT_EQ(message, "cannot lock " + (folder / "runs/r").string() + ": File too large");
  EXPECT_FALSE(fs::exists(folder / "runs"));
}

}  // namespace
}  // namespace mlp
