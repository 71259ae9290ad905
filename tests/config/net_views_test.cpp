// When views.json is written, and what becomes of it where it cannot be. What is in it: app/views_test.cpp.

#include "src/config/net_views.h"

#include <gtest/gtest.h>

#include "mlp/training/trainer.h"
#include "run_support.h"
#include "tests/support/full_disk.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

/// The views of a run whose training only counts its epochs.
struct Watching {
  TemporaryFolder folder;
  ReadRun read{good_config_with("")};
  BuiltRun<float> run = build_run<float>(read.run);
  TrainState<float> state = Trainer<float>(read.run.training, run.parts(read.run, Threads(1))).initial_state();
  std::chrono::steady_clock::time_point now;
  NetViews<float> views{run, read.run, Threads(1), folder / "views.json", [this] { return now; }};

  /// True where an epoch that is over, so long after what was before, leaves a new file.
  bool writes_after(milliseconds pause, std::int64_t epoch) {
    now += pause;
    fs::remove(folder / "views.json");
    state.epoch = epoch;
    views.on_epoch(state);
    return is_there();
  }
  bool is_there() const { return fs::exists(folder / "views.json"); }
};

TEST(ViewsFile, IsWrittenOnceASecondAtMost) {
  Watching w;
  EXPECT_FALSE(w.writes_after(milliseconds(999), 0));
  EXPECT_TRUE(w.writes_after(milliseconds(1), 1));
  EXPECT_FALSE(w.writes_after(milliseconds(999), 2));
  EXPECT_TRUE(w.writes_after(milliseconds(1), 3));  // the frame of epoch 2
  EXPECT_FALSE(w.writes_after(milliseconds(5000), 4));
}

TEST(ViewsFile, IsTriedOnceASecondAtMostOnAFullDisk) {
  Watching w;
  {
    const FullDisk full;
    EXPECT_FALSE(w.writes_after(milliseconds(1000), 0));
  }
  EXPECT_NE(w.views.problem().find("File too large"), std::string::npos) << w.views.problem();
  EXPECT_FALSE(w.writes_after(milliseconds(999), 1));
  EXPECT_NE(w.views.problem(), "");
  EXPECT_TRUE(w.writes_after(milliseconds(1), 2));
  EXPECT_EQ(w.views.problem(), "");  // there is room again
}

TEST(ViewsFile, IsGoneWhereItsEndCannotBeWritten) {
  Watching w;
  ASSERT_TRUE(w.writes_after(milliseconds(1000), 0));
  {
    const FullDisk full;
    w.views.finish(w.state, 7);
  }
  EXPECT_NE(w.views.problem(), "");
  EXPECT_FALSE(w.is_there());
}

}  // namespace
}  // namespace mlp
