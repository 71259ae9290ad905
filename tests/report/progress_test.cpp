#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "mlp/core/text_width.h"
#include "mlp/report/progress_display.h"

namespace mlp {
namespace {

const Terminal plain{.interactive = true, .colour = false, .unicode = true, .width = 100};

Progress example_progress() {
  return {.run = "tanh",
          .epoch = 12,
          .epochs = 40,
          .share = 0.3,
          .seconds = 6,
          .share_at_start = 0,
          .loss = 0.34567,
          .val_loss = 0.35,
          .accuracy = 0.91,
          .samples_per_second = 1234567};
}

TEST(ProgressText, NamesThePhaseBeforeTraining) {
  Progress progress{.run = "deep", .phase = "pretraining 2/3 (dense_2)"};
  progress.epoch = 4;
  progress.epochs = 10;
  EXPECT_EQ(progress_text(progress), "deep: pretraining 2/3 (dense_2) epoch 4/10");
}

TEST(ClockText, ReadsAsAClock) {
  EXPECT_EQ(clock_text(0), "0:00");
  EXPECT_EQ(clock_text(61.4), "1:01");
  EXPECT_EQ(clock_text(3723), "1:02:03");
  EXPECT_EQ(clock_text(1e300), "?");
}

TEST(ProgressBar, ShowsWhereARunStands) {
  // 6 of 20 columns are full; 30 % took 6 s, so 70 % take 14 s.
  EXPECT_EQ(progress_bar(example_progress(), plain),
            "tanh ━━━━━━                epoch 12/40  loss 0.3457  val 0.35  acc 0.91  0:14 left  1.2M samples/s");
  Terminal ascii = plain;
  ascii.unicode = false;
  EXPECT_EQ(progress_bar(example_progress(), ascii),
            "tanh [######..............]  epoch 12/40  loss 0.3457  val 0.35  acc 0.91  0:14 left");
}

TEST(ProgressBar, CountsOnlyItsOwnTimeAfterAResume) {
  Progress resumed = example_progress();
  resumed.share_at_start = 0.2;  // 10 % took 6 s
  EXPECT_NE(progress_bar(resumed, plain).find("0:42 left"), std::string::npos);
}

TEST(ProgressBar, NeverFillsTheLineNorSendsControlCharacters) {
  Progress hostile = example_progress();
  hostile.run = "\x1b[2J a name that is far too long for any terminal";
  for (std::size_t width = 20; width < 160; ++width)
    for (const bool unicode : {true, false}) {
      const std::string line = progress_bar(hostile, {true, false, unicode, width});
      EXPECT_LT(columns_of(line), width) << line;
      EXPECT_EQ(line.find('\x1b'), std::string::npos);
    }
}

TEST(ProgressText, IsPlain) {
  EXPECT_EQ(progress_text(example_progress()),
            "tanh: epoch 12/40, loss 0.3457, val_loss 0.35, accuracy 0.91, 1.2M samples/s, 0:14 left");
  EXPECT_EQ(progress_text({.run = "a\x1b", .epoch = 3}), "a\\x1b: epoch 3");
}

// A display with a clock and an output of the test's own.
struct Stage {
  explicit Stage(bool interactive, bool quiet = false)
      : display(
            {interactive, false, false, 40}, [this](const std::string& text) { output += text; },
            [this] { return now; }, quiet) {}
  std::string taken() { return std::exchange(output, ""); }

  double now = 0;
  std::string output;
  ProgressDisplay display;
};

TEST(ProgressDisplay, RedrawsItsLinesInPlace) {
  Stage stage(true);
  stage.display.update(0, {.run = "a", .epoch = 1});
  EXPECT_EQ(stage.taken(), "a [....................]  epoch 1\n");
  stage.display.update(0, {.run = "a", .epoch = 2});
  EXPECT_EQ(stage.taken(), "");  // too soon
  stage.now = 0.2;
  stage.display.update(0, {.run = "a", .epoch = 3});
  EXPECT_EQ(stage.taken(), "\x1b[1A\r\x1b[Ja [....................]  epoch 3\n");
  stage.display.update(1, {.run = "b", .epoch = 1});
  EXPECT_EQ(stage.taken(), "\x1b[1A\r\x1b[Ja [....................]  epoch 3\nb [....................]  epoch 1\n");
  stage.display.say("hello\a");
  EXPECT_EQ(stage.taken(),
            "\x1b[2A\r\x1b[Jhello\\x07\na [....................]  epoch 3\nb [....................]  epoch 1\n");
  stage.display.finish(0, "a is done");
  EXPECT_EQ(stage.taken(), "\x1b[2A\r\x1b[Ja is done\nb [....................]  epoch 1\n");
  stage.display.finish(1, "");
  EXPECT_EQ(stage.taken(), "\x1b[1A\r\x1b[J");
}

TEST(ProgressDisplay, WritesAPlainLineNowAndThenIntoAFile) {
  Stage stage(false);
  for (int i = 0; i <= 25; ++i) {
    stage.now = i;
    stage.display.update(0, {.run = "a", .epoch = i});
  }
  stage.display.finish(0, "a is done");
  EXPECT_EQ(stage.taken(), "a: epoch 10\na: epoch 20\na is done\n");
}

TEST(ProgressDisplay, ShowsMessagesAloneWhenAskedToBeQuiet) {
  Stage stage(true, true);
  stage.display.update(0, {.run = "a", .epoch = 1});
  EXPECT_EQ(stage.taken(), "");
  stage.display.finish(0, "");
  EXPECT_EQ(stage.taken(), "");
  stage.display.finish(1, "b: diverged");
  EXPECT_EQ(stage.taken(), "b: diverged\n");
  stage.display.say("an error");
  EXPECT_EQ(stage.taken(), "an error\n");
}

TEST(ProgressDisplay, ShowsAHundredRunsOnOneScreen) {
  Stage stage(true);
  for (std::size_t run = 0; run < 100; ++run) stage.display.update(run, {.run = "r"});
  const std::string output = stage.taken();
  EXPECT_TRUE(output.ends_with("and 85 more runs\n")) << output.substr(output.size() - 100);
}

TEST(ProgressDisplay, TakesUpdatesOfManyThreads) {
  std::string output;
  std::size_t lines = 0;
  {
    double now = 0;
    ProgressDisplay display(
        {false, false, false, 80}, [&](const std::string& text) { output += text, ++lines; },
        [&now] { return now += 1; });  // called, like the output, by one thread at a time
    std::vector<std::thread> threads;
    for (std::size_t run = 0; run < 4; ++run)
      threads.emplace_back([&, run] {
        for (int i = 0; i < 1000; ++i) display.update(run, {.run = "run", .epoch = i});
        display.finish(run, "done");
      });
    for (std::thread& thread : threads) thread.join();
  }
  EXPECT_EQ(static_cast<std::size_t>(std::count(output.begin(), output.end(), '\n')), lines);
  EXPECT_GE(lines, 4u);
}

}  // namespace
}  // namespace mlp
