#include "mlp/report/comparison.h"

#include <gtest/gtest.h>

#include <cmath>

namespace mlp {
namespace {

void expect_spread(const ValueSpread& spread, std::size_t count, double mean, double std, double median, double low,
                   double high) {
  EXPECT_EQ(spread.count, count);
  EXPECT_DOUBLE_EQ(spread.mean, mean);
  EXPECT_DOUBLE_EQ(spread.std, std);
  EXPECT_DOUBLE_EQ(spread.median, median);
  EXPECT_DOUBLE_EQ(spread.lower_quartile, low);
  EXPECT_DOUBLE_EQ(spread.upper_quartile, high);
}

// The values are NumPy's: tests/golden/comparison/make_spread.py.
TEST(ValueSpread, IsNumPys) {
  expect_spread(spread_of({0.91, 0.88, 0.93, 0.52, 0.9}), 5, 0.8280000000000001, 0.1731184565550421, 0.9, 0.88, 0.91);
  expect_spread(spread_of({3.0, 1.0, 2.0, 10.0}), 4, 4.0, 4.08248290463863, 2.5, 1.75, 4.75);
  expect_spread(spread_of({0.001, 0.002}), 2, 0.0015, 0.0007071067811865475, 0.0015, 0.00125, 0.00175);
}

TEST(ValueSpread, LeavesOutWhatIsNotFinite) {
  EXPECT_EQ(spread_of({1, NAN, 3, INFINITY}).count, 2u);
  EXPECT_EQ(spread_of({1, NAN, 3, INFINITY}).mean, 2);
  EXPECT_TRUE(std::isnan(spread_of({5}).std));
  EXPECT_EQ(spread_of({5}).median, 5);
  EXPECT_TRUE(std::isnan(spread_of({}).mean));
  EXPECT_EQ(spread_of({NAN}).count, 0u);
}

RunFolder finished(double accuracy, bool reached, std::optional<double> epochs, FlowVerdict verdict) {
  RunSummary summary;
  summary.metrics = {{"test_accuracy", accuracy}, {"seconds", 3}};
  summary.reached_target = reached;
  summary.epochs_to_target = epochs;
  summary.verdict = verdict;
  summary.initial_flow = {0.5, accuracy};
  RunFolder run;
  run.summary = summary;
  return run;
}

std::vector<ComparedGroup> example_groups() {
  const RunFolder running{"", {{"epoch", "train_loss"}, {{0, 1}, {0.7, 0.6}}}, {}, std::nullopt, true};
  return compare(std::vector<RunGroup>{
      {"tanh, deep",
       "tanh, deep",
       {finished(0.5, false, std::nullopt, FlowVerdict::vanishing), finished(0.75, true, 40, FlowVerdict::vanishing),
        finished(1, true, 20, FlowVerdict::healthy)}},
      {"relu", "relu", {running}}});
}

TEST(Compare, SummarizesEachGroup) {
  const auto groups = example_groups();
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].repeats, 3u);
  EXPECT_EQ(groups[0].statuses, (std::map<std::string, std::size_t>{{"completed", 3}}));
  EXPECT_EQ(groups[0].metrics.size(), 1u);
  expect_spread(groups[0].metrics.at("test_accuracy"), 3, 0.75, 0.25, 0.75, 0.625, 0.875);
  EXPECT_DOUBLE_EQ(groups[0].target.share(), 2.0 / 3);
  EXPECT_EQ(groups[0].epochs_to_target.mean, 30);
  EXPECT_EQ(groups[0].verdicts,
            (std::map<FlowVerdict, std::size_t>{{FlowVerdict::vanishing, 2}, {FlowVerdict::healthy, 1}}));
  EXPECT_EQ(groups[0].initial_flow.slope.mean, 0.5);
  EXPECT_EQ(groups[0].last_flow.slope.count, 0u);
  EXPECT_EQ(groups[1].statuses, (std::map<std::string, std::size_t>{{"running", 1}}));
  EXPECT_EQ(groups[1].metrics.at("train_loss").mean, 0.6);  // its last row so far
  EXPECT_TRUE(std::isnan(groups[1].target.share()));
}

// One of three reached the target, one diverged before it was tested; two are not over.
TEST(Compare, JudgesTheRunsThatHaveEnded) {
  RunFolder reached = finished(0.9, true, 5, FlowVerdict::healthy),
            diverged = finished(0, false, {}, FlowVerdict::diverged),
            interrupted = finished(0.1, false, {}, FlowVerdict::healthy), running;
  diverged.summary->status = TrainingStatus::diverged;
  interrupted.summary->status = TrainingStatus::interrupted;
  interrupted.summary->reached_target.reset();
  running.is_being_written = true;
  running.history = {{"epoch", "val_loss"}, {{0}, {9}}};
  reached.summary->metrics["val_loss"] = 0.5;
  const auto group = compare(std::vector<RunGroup>{{"g", "g", {reached, diverged, interrupted, running}}}).at(0);
  EXPECT_EQ(group.repeats, 4u);
  EXPECT_EQ(group.ended, 2u);
  EXPECT_EQ(group.completed, 1u);
  EXPECT_FALSE(group.all_completed());
  EXPECT_EQ(group.target.runs, 2u);
  EXPECT_EQ(group.target.reached, 1u);
  EXPECT_EQ(group.target.share(), 0.5);
  EXPECT_EQ(group.statuses, (std::map<std::string, std::size_t>{
                                {"completed", 1}, {"diverged", 1}, {"interrupted", 1}, {"running", 1}}));
  EXPECT_EQ(group.metrics.at("test_accuracy").count, 2u);  // not that of the interrupted one
  EXPECT_EQ(group.metrics.at("val_loss").mean, 0.5);       // nor the last row so far of what is under way
}

/// A finished run whose gradient vanished at an epoch, with this for a reason.
RunFolder vanished(double accuracy, const std::string& reason, double epoch) {
  RunFolder run = finished(accuracy, false, std::nullopt, FlowVerdict::vanishing);
  run.summary->metrics["train_accuracy"] = accuracy;
  run.summary->reason = reason;
  run.summary->judged_at_epoch = epoch;
  return run;
}

// What the page, the terminal and comparison.json say is of one and the same run.
TEST(Compare, LetsTheTypicalRunTellTheVerdict) {
  const auto groups = compare(std::vector<RunGroup>{
      {"g", "g", {vanished(0.1, "first", 0), vanished(0.5, "middle", 20), vanished(0.9, "last", 50)}}});
  ASSERT_EQ(groups.at(0).diagnoses.size(), 1u);
  EXPECT_EQ(groups[0].diagnoses[0].teller, 1u);
  EXPECT_EQ(groups[0].diagnoses[0].count, 3u);
  EXPECT_EQ(dated_reason(groups[0].diagnoses[0]), "middle (epoch 20)");
  const std::string json = comparison_json(groups);
  EXPECT_NE(json.find("\"reasons\": {\n          \"vanishing\": \"middle (epoch 20)\"\n"), std::string::npos) << json;
}

TEST(Compare, PutsTheWorseOfTwoVerdictsIntoTheTable) {
  const auto groups = compare(std::vector<RunGroup>{
      {"g", "g", {finished(0.5, true, 1, FlowVerdict::collapsed), finished(0.5, true, 1, FlowVerdict::vanishing)}}});
  EXPECT_NE(comparison_csv(groups).find(",vanishing,"), std::string::npos);
}

TEST(ComparisonCsv, HasARowForEachGroup) {
  const std::string csv = comparison_csv(example_groups());
  const auto end_of_header = csv.find('\n');
  EXPECT_TRUE(csv.starts_with("variant,repeats,completed,running,target_runs,reached_share,epochs_to_target_count,"));
  EXPECT_TRUE(csv.substr(0, end_of_header)
                  .ends_with("test_accuracy_count,test_accuracy_mean,test_accuracy_std,test_accuracy_median,"
                             "test_accuracy_lower_quartile,test_accuracy_upper_quartile,train_loss_count,"
                             "train_loss_mean,train_loss_std,train_loss_median,train_loss_lower_quartile,"
                             "train_loss_upper_quartile"));
  EXPECT_TRUE(csv.substr(end_of_header + 1)
                  .starts_with("\"tanh, deep\",3,3,0,3,0.6666666666666666,2,30,14.142135623730951,30,25,35,vanishing,"))
      << csv;
  EXPECT_NE(csv.find("\nrelu,1,0,1,0,,0,,,,,,,"), std::string::npos) << csv;
  EXPECT_TRUE(csv.ends_with(",0,,,,,,1,0.6,,0.6,0.6,0.6\n")) << csv;
  EXPECT_EQ(comparison_csv({}), "");
}

TEST(ComparisonJson, SaysTheSame) {
  const std::string json = comparison_json(example_groups());
  EXPECT_NE(json.find("\"name\": \"tanh, deep\""), std::string::npos);
  EXPECT_NE(json.find("\"target\": {\n        \"runs\": 3,\n        \"reached_share\": 0.6666666666666666,"),
            std::string::npos);
  EXPECT_NE(json.find("\"verdicts\": {\n          \"vanishing\": 2,\n          \"healthy\": 1\n"), std::string::npos)
      << json;
  EXPECT_EQ(json.find("nan"), std::string::npos);
  EXPECT_EQ(comparison_json({}), "{\n  \"variants\": []\n}\n");
}

}  // namespace
}  // namespace mlp
