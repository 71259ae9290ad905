// What a run tells while it is under way, counted by hand.

#include "mlp/config/train_run.h"

#include <gtest/gtest.h>

#include <cmath>

#include "run_support.h"
#include "tests/support/temporary_folder.h"

namespace mlp {
namespace {

// 30 training samples in batches of 8, 8, 8 and 6.
constexpr const char* small_run =
    R"("data": {"source": {"type": "xor", "n": 50}}, "training": {"epochs": 3, "batch_size": 8)";

std::vector<RunProgress> progress_of(const std::string& training) {
  const TemporaryFolder folder;
  const ReadRun read(good_config_with(small_run + training + "}"));
  EXPECT_EQ(read.message(), "");
  std::vector<RunProgress> told;
  TrainRunOptions options{.folder = folder.path() / "run", .progress = {}};
  options.progress = [&](const RunProgress& progress) { told.push_back(progress); };
  EXPECT_EQ(train_run(read.run, options).status, TrainingStatus::completed);
  return told;
}

/// Each report is of a whole number of the updates, from none to all, none left out, with the samples seen by then.
void expect_every_update(const std::vector<RunProgress>& told, int updates) {
  int before = 0;
  for (const RunProgress& progress : told) {
    const int done = static_cast<int>(std::lround(progress.share * updates));
    EXPECT_NEAR(progress.share * updates, done, 1e-9);
    EXPECT_TRUE(done == before || done == before + 1) << done << " after " << before;
    before = done;
    const int samples = done / 4 * 30 + done % 4 * 8;
    if (progress.seconds > 0) {
      EXPECT_NEAR(progress.samples_per_second * progress.seconds, samples, 1e-6) << "update " << done;
    }
  }
  EXPECT_EQ(before, updates);
}

TEST(TrainRun, TellsTheShareThatIsDone) {
  const std::vector<RunProgress> told = progress_of("");
  expect_every_update(told, 12);
  int rows = 0;
  for (const RunProgress& progress : told) {
    EXPECT_EQ(progress.epochs, 3);
    EXPECT_EQ(progress.phase, "");
    rows += progress.epoch_ended;
  }
  EXPECT_EQ(rows, 4);  // epochs 0 to 3
  EXPECT_EQ(told.back().epoch, 3);
  EXPECT_TRUE(told.back().loss && told.back().val_loss && told.back().metric);
}

TEST(TrainRun, CountsPretrainingAsAPartOfTheRun) {
  const std::vector<RunProgress> told = progress_of(R"(, "pretraining": {"type": "autoencoder", "epochs": 2})");
  expect_every_update(told, 2 * 4 + 12);
  EXPECT_EQ(told.front().phase, "pretraining 1/1 (dense_1)");
  EXPECT_EQ(told.front().epochs, 2);
  EXPECT_EQ(told.back().phase, "");
}

}  // namespace
}  // namespace mlp
