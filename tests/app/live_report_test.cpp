// "report": {"live": true} and --live: pages that are written while training goes on, and are finished in the end.

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "apps/mlp/live_reports.h"
#include "mlp/core/numbers.h"
#include "program.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

class LiveReport : public testing::Test {
 protected:
  /// The page, or nothing where there is none yet.
  std::string page_of(const std::string& folder) const {
    std::error_code ignored;
    return fs::exists(here / (folder + "/report.html"), ignored) ? here.read(folder + "/report.html") : "";
  }

  /// Waits for a page that is as it should be; what there was at last, where a minute has gone by.
  std::string wait_for_page(const std::string& folder, const std::function<bool(const std::string&)>& is_right) const {
    std::string page;
    for (int i = 0; i < 1200; ++i) {
      page = page_of(folder);
      if (!page.empty() && is_right(page)) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return page;
  }

  static bool is_live(const std::string& page) { return page.find("<meta name=\"mlp-reload\"") != std::string::npos; }

  /// The number in "Epoch N of M."; -1 where there is none.
  static std::int64_t epoch_of(const std::string& page) {
    const std::string before = "Training goes on.</strong> Epoch ";
    const std::size_t at = page.find(before);
    if (at == std::string::npos) return -1;
    std::string digits;
    for (std::size_t i = at + before.size(); i < page.size() && page[i] != ' '; ++i)
      if (page[i] >= '0' && page[i] <= '9') digits += page[i];
    return read_integer(digits).value_or(-1);
  }

  static const std::vector<std::string>& endless() {
    // Epochs of some milliseconds: a history of a hundred thousand rows would take its time to be drawn.
    static const std::vector<std::string> command{
        "train", "xor.json",           "--set", "training.epochs=1000000", "--set", "training.batch_size=1",
        "--set", "data.source.n=10000"};
    return command;
  }

  Workplace here;
};

TEST_F(LiveReport, IsWrittenAtMostOnceASecond) {
  ASSERT_EQ(here.mlp({"train", "xor.json", "--quiet"}).code, 0);
  const fs::path page = here / "runs/xor/report.html";
  Job job{};
  job.folder = here / "runs/xor";
  job.label = "xor";
  const std::vector<Job> jobs{job};
  double now = 100;
  LiveReports reports(jobs, [&now] { return now; });
  reports.begun(0);
  std::int64_t epoch = 0;
  // True where the page is written at a time, once there is a new row.
  const auto writes_at = [&](double time) {
    now = time;
    fs::remove(page);
    EXPECT_EQ(reports.update(0, ++epoch, 9, true), "");
    return fs::exists(page);
  };
  EXPECT_TRUE(writes_at(100));  // the first at once
  EXPECT_EQ(epoch_of(here.read("runs/xor/report.html")), 1);
  EXPECT_FALSE(writes_at(100.5));
  EXPECT_FALSE(writes_at(100.999));
  EXPECT_TRUE(writes_at(101));
  EXPECT_EQ(epoch_of(here.read("runs/xor/report.html")), 4);
  EXPECT_FALSE(writes_at(101.9));
  EXPECT_TRUE(writes_at(105));
  const auto writes_without_news_at = [&](double time) {
    now = time;
    fs::remove(page);
    EXPECT_EQ(reports.update(0, epoch, 9, false), "");
    return fs::exists(page);
  };
  EXPECT_FALSE(writes_without_news_at(107));
  EXPECT_FALSE(writes_without_news_at(164.9));
  EXPECT_TRUE(writes_without_news_at(165));  // a minute later it says that somebody is there
  EXPECT_NE(here.read("runs/xor/report.html").find("data-patience=\"180\""), std::string::npos);
  EXPECT_FALSE(writes_without_news_at(166));
  EXPECT_TRUE(writes_at(167));
}

// A writing that takes two seconds may come again after forty.
TEST_F(LiveReport, TakesATwentiethOfTheTimeAtMost) {
  ASSERT_EQ(here.mlp({"train", "xor.json", "--quiet"}).code, 0);
  Job job{};
  job.folder = here / "runs/xor";
  job.label = "xor";
  const std::vector<Job> jobs{job};
  double now = 100, step = 0;
  LiveReports reports(jobs, [&] { return now += step; });
  reports.begun(0);
  step = 2;  // between the two looks at the clock, before and after a writing
  EXPECT_EQ(reports.update(0, 1, 9, true), "");
  EXPECT_EQ(now, 104);
  step = 0;
  const auto writes_at = [&](double time) {
    now = time;
    fs::remove(here / "runs/xor/report.html");
    EXPECT_EQ(reports.update(0, 2, 9, true), "");
    return fs::exists(here / "runs/xor/report.html");
  };
  EXPECT_FALSE(writes_at(143.9));
  EXPECT_TRUE(writes_at(144));
  EXPECT_NE(here.read("runs/xor/report.html").find("data-patience=\"180\""), std::string::npos);
  step = 5;
  EXPECT_EQ(reports.update(0, 3, 9, true), "");  // once more after a hundred seconds
  step = 0;
  EXPECT_TRUE(writes_at(now + 100));
  EXPECT_NE(here.read("runs/xor/report.html").find("data-patience=\"300\""), std::string::npos);
}

TEST_F(LiveReport, IsWrittenAgainAndAgainAndFinishedInTheEnd) {
  std::vector<std::string> command = endless();
  command.insert(command.end(), {"--set", "report.live=true"});
  RunningProgram running(command, here.path());
  std::set<std::int64_t> seen;
  const std::string page = wait_for_page("runs/xor", [&](const std::string& one) {
    seen.insert(epoch_of(one));
    return seen.size() >= 4;
  });
  EXPECT_TRUE(is_live(page));
  EXPECT_GE(seen.size(), 4u);
  EXPECT_NE(page.find(" of 1,000,000."), std::string::npos);
  EXPECT_NE(page.find("\"title\":\"loss\""), std::string::npos);
  running.send(SIGINT);
  EXPECT_EQ(running.wait().code, 130);
  EXPECT_FALSE(is_live(page_of("runs/xor")));
  EXPECT_NE(page_of("runs/xor").find("interrupted"), std::string::npos);
}

// Theory's slope is known before training.
TEST_F(LiveReport, ShowsTheorysSlopeFromTheStart) {
  here.write("deep.json",
             R"({"extends": "xor.json", "name": "deep", "training": {"epochs": 1000000}, "model": {"layers": [
    {"type": "dense", "units": 4, "activation": "tanh", "repeat": 3},
    {"type": "dense", "units": 1, "activation": "sigmoid"}]}})");
  RunningProgram running({"train", "deep.json", "--live"}, here.path());
  const std::string page =
      wait_for_page("runs/deep", [](const std::string& one) { return one.find("\"theory\":{") != std::string::npos; });
  EXPECT_TRUE(is_live(page));
  EXPECT_NE(page.find("\"theory\":{"), std::string::npos);
  EXPECT_FALSE(fs::exists(here / "runs/deep/summary.json"));
  running.send(SIGINT);
  EXPECT_EQ(running.wait().code, 130);
}

TEST_F(LiveReport, OfAnExperimentCountsItsRuns) {
  here.write("two.json", R"({"extends": "xor.json", "name": "two", "variants": {
    "short": {"training": {"epochs": 2}}, "endless": {"training": {"epochs": 1000000}}, "later": {}}})");
  RunningProgram running({"train", "two.json", "--live"}, here.path());
  const std::string page =
      wait_for_page("runs/two", [](const std::string& one) { return one.find("1 has ended") != std::string::npos; });
  EXPECT_TRUE(is_live(page));
  EXPECT_NE(page.find("Of 3 runs, 1 has ended, 1 is being trained, 1 is yet to begin."), std::string::npos) << page;
  EXPECT_NE(page.find("<strong>endless</strong>"), std::string::npos);
  EXPECT_EQ(page.find("<strong>later</strong>"), std::string::npos);
  EXPECT_FALSE(is_live(page_of("runs/two/short")));
  const std::string own = wait_for_page("runs/two/endless", [](const std::string& one) { return is_live(one); });
  EXPECT_GE(epoch_of(own), 0);
  running.send(SIGTERM);
  EXPECT_EQ(running.wait().code, 143);
  for (const char* folder : {"runs/two", "runs/two/endless"}) {
    EXPECT_FALSE(page_of(folder).empty());
    EXPECT_FALSE(is_live(page_of(folder))) << folder;
  }
}

TEST_F(LiveReport, IsOnlyWhereItIsAskedFor) {
  RunningProgram running(endless(), here.path());
  ASSERT_TRUE(running.wait_for_lines(here / "runs/xor/history.csv", 100));
  EXPECT_EQ(page_of("runs/xor"), "");
  running.send(SIGINT);
  running.wait();
}

TEST_F(LiveReport, ThatCannotBeWrittenStopsNoTraining) {
  fs::create_directories(here / "runs/xor/report.html");
  here.write("runs/xor/report.html/in the way", "");
  const ProgramResult r = here.mlp({"train", "xor.json", "--live"});
  const std::string message = "xor: the report is not written during training: cannot write ";
  EXPECT_NE(r.err.find(message), std::string::npos) << r.err;
  EXPECT_EQ(r.err.find(message), r.err.rfind(message)) << r.err;
  EXPECT_EQ(r.code, 1);  // of the final report, which is missing
  EXPECT_NE(here.read("runs/xor/summary.json").find("\"status\": \"completed\""), std::string::npos);
  EXPECT_TRUE(fs::exists(here / "runs/xor/model.safetensors"));
}

// A page and a surface of the epoch that a run was interrupted at would pass for those of its end.
TEST_F(LiveReport, OfAnEarlierSittingGoesWhereTheNextWritesNone) {
  std::vector<std::string> command{
      "train", "xor.json", "--quiet", "--set", "report.each_run=false", "--set", "training.epochs=100000"};
  const auto has = [&](const std::string& name) { return fs::exists(here / ("runs/xor/" + name)); };
  const std::vector<std::string> pictures{"report.html",           "views.json", "loss.svg", "gradient_flow.svg",
                                          "gradient_heat_map.svg", "net.svg"};
  std::vector<std::string> live = command;
  live.push_back("--live");
  RunningProgram running(live, here.path());
  ASSERT_TRUE(running.wait_for_lines(here / "runs/xor/history.csv", 100));
  running.send(SIGINT);
  ASSERT_EQ(running.wait().code, 130);
  for (const std::string& name : pictures) EXPECT_TRUE(has(name)) << name;
  command.push_back("--resume");
  ASSERT_EQ(here.mlp(command).code, 0);
  EXPECT_NE(here.read("runs/xor/summary.json").find("\"status\": \"completed\""), std::string::npos);
  for (const std::string& name : pictures) EXPECT_FALSE(has(name)) << name;
}

TEST_F(LiveReport, LeavesNoTraceInWhatIsLearned) {
  EXPECT_EQ(here.mlp({"train", "xor.json", "--live"}).code, 0);
  EXPECT_EQ(here.mlp({"train", "xor.json", "-o", "plain"}).code, 0);
  EXPECT_EQ(here.read("runs/xor/model.safetensors"), here.read("plain/xor/model.safetensors"));
  EXPECT_EQ(here.read("runs/xor/layers.csv"), here.read("plain/xor/layers.csv"));
  EXPECT_FALSE(is_live(page_of("runs/xor")));
}

}  // namespace
}  // namespace mlp
