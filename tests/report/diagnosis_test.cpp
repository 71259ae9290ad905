#include "mlp/report/diagnosis.h"

#include <gtest/gtest.h>

#include "rows.h"

namespace mlp {
namespace {

void add(RunFolder& run, std::vector<LayerRow> rows) { run.layers.insert(run.layers.end(), rows.begin(), rows.end()); }

RunFolder judged(FlowVerdict verdict, const std::string& reason, double epoch) {
  RunFolder run;
  run.folder = "runs/net/seed-" + std::to_string(static_cast<int>(epoch));
  run.summary.emplace();
  run.summary->verdict = verdict;
  run.summary->reason = reason;
  run.summary->judged_at_epoch = epoch;
  return run;
}

TEST(Diagnosis, SaysSinceWhen) {
  RunFolder run = judged(FlowVerdict::vanishing, "r", 50);
  add(run, net_rows(0, {1, 1, 1, 1}));
  add(run, net_rows(5, {0.01, 0.1, 1, 1}));  // 100 times: vanishing
  add(run, net_rows(10, {1, 1, 1, 1}));      // but not here: the stretch begins after it
  add(run, net_rows(20, {0.01, 0.1, 1, 1}));
  add(run, net_rows(50, {0.01, 0.1, 1, 1}));
  const std::vector<Diagnosis> found = diagnose({"g", "g", {run}}, "");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].since_epoch, 20);
  EXPECT_EQ(found[0].judged_epoch, 50);
  EXPECT_EQ(found[0].over_epoch, std::nullopt);
  EXPECT_EQ(found[0].last_epoch, 50);
}

TEST(Diagnosis, SaysWhenItWasOver) {
  RunFolder run = judged(FlowVerdict::vanishing, "r", 0);
  add(run, net_rows(0, {0.01, 0.1, 1, 1}));  // 100 times: vanishing
  add(run, net_rows(5, {0.01, 0.1, 1, 1}));
  add(run, net_rows(10, {1, 1, 1, 1}));
  add(run, net_rows(20, {0.01, 0.1, 1, 1}));  // again: that it was over once is what counts
  const std::vector<Diagnosis> found = diagnose({"g", "g", {run}}, "");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].since_epoch, 0);
  EXPECT_EQ(found[0].over_epoch, 10);
  EXPECT_EQ(found[0].last_epoch, 20);
}

TEST(Diagnosis, CountsTheRunsOfEachVerdict) {
  RunGroup group{"g",
                 "g",
                 {judged(FlowVerdict::dead, "a", 1), judged(FlowVerdict::healthy, "b", 2),
                  judged(FlowVerdict::healthy, "c", 3), RunFolder{}}};
  const std::vector<Diagnosis> found = diagnose(group, "");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].verdict, FlowVerdict::healthy);
  EXPECT_EQ(found[0].count, 2u);
  EXPECT_EQ(found[0].runs, 3u);  // the fourth is not finished
  EXPECT_EQ(found[0].reason, "b");
  EXPECT_EQ(found[0].teller, 1u);
  EXPECT_EQ(found[1].verdict, FlowVerdict::dead);
}

TEST(Diagnosis, PutsTheWorseOfEquallyFrequentVerdictsFirst) {
  const std::vector<Diagnosis> found =
      diagnose({"g", "g", {judged(FlowVerdict::collapsed, "", 0), judged(FlowVerdict::dead, "", 0)}}, "");
  EXPECT_EQ(found.at(0).verdict, FlowVerdict::dead);
}

TEST(Diagnosis, IsToldByTheRunNearestToTheMedianOfThoseWithTheVerdict) {
  RunGroup group{"g", "g", {}};
  for (const auto& [verdict, accuracy] : {std::pair(FlowVerdict::dead, 0.9),
                                          {FlowVerdict::healthy, 0.6},
                                          {FlowVerdict::dead, 0.2},
                                          {FlowVerdict::dead, 0.5},
                                          {FlowVerdict::dead, 0.55},
                                          {FlowVerdict::dead, 0.5}}) {
    group.runs.push_back(judged(verdict, "", 0));
    group.runs.back().summary->metrics = {{"test_accuracy", accuracy}};
  }
  // Of 0.9, 0.2, 0.5, 0.55 and 0.5 the median is 0.5: the fourth run is the first that has it.
  EXPECT_EQ(diagnose(group, "test_accuracy").at(0).teller, 3u);
  EXPECT_EQ(diagnose(group, "").at(0).teller, 0u);
}

TEST(Diagnosis, OfACollapseIsOverWhereTheRankHasRisen) {
  RunFolder run = judged(FlowVerdict::collapsed, "r", 0);
  add(run, net_rows(0, {1, 1, 1, 1}, {{"effective_rank", 1.001}}));
  add(run, net_rows(1, {1, 1, 1, 1}, {{"effective_rank", 1.005}}));  // no verdict is given of it, but it is the same
  add(run, net_rows(2, {1, 1, 1, 1}, {{"effective_rank", 1.2}}));
  const Diagnosis found = diagnose({"g", "g", {run}}, "").at(0);
  EXPECT_EQ(found.over_epoch, 2);
  EXPECT_EQ(found.place, "all 3 hidden layers");
}

TEST(Diagnosis, SaysTheTimeInWords) {
  Diagnosis d;
  d.verdict = FlowVerdict::vanishing;
  d.last_epoch = 50;
  EXPECT_EQ(time_of(d), "since before training, still at epoch 50");
  d.over_epoch = 10;
  EXPECT_EQ(time_of(d), "before training, no longer at epoch 10");
  d.over_epoch.reset();
  d.judged_epoch = 50;
  d.since_epoch = 20;
  EXPECT_EQ(time_of(d), "since epoch 20, still at epoch 50");
  d.since_epoch = 50;
  EXPECT_EQ(time_of(d), "at epoch 50, not before");
  d.verdict = FlowVerdict::healthy;
  EXPECT_EQ(time_of(d), "before training and at epoch 50");
  d = {};
  d.verdict = FlowVerdict::dead;  // measured before training alone
  EXPECT_EQ(time_of(d), "since before training");
}

}  // namespace
}  // namespace mlp
