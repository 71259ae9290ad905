#include "mlp/report/diagnosis.h"

#include <gtest/gtest.h>

#include "rows.h"

namespace mlp {
namespace {

using Columns = std::map<std::string, double>;

// Three hidden layers and an output layer; `norms` are those of the kernels' gradients.
std::vector<LayerRow> net_rows(std::int64_t epoch, const std::vector<double>& norms, const Columns& hidden = {}) {
  std::vector<LayerRow> rows;
  for (std::size_t i = 0; i < norms.size(); ++i) {
    Columns columns{{"kernel_grad_norm", norms[i]}, {"weight_norm", 2}, {"delta_mean_abs", 1}, {"effective_rank", 3}};
    if (i + 1 < norms.size())
      for (const auto& [name, value] : hidden) columns[name] = value;
    rows.push_back(layer_row_with(epoch, static_cast<std::int64_t>(i) + 1, columns));
  }
  return rows;
}

void add(RunFolder& run, std::vector<LayerRow> rows) { run.layers.insert(run.layers.end(), rows.begin(), rows.end()); }

RunFolder judged(const std::string& verdict, const std::string& reason, double epoch) {
  RunFolder run;
  run.folder = "runs/net/seed-" + std::to_string(static_cast<int>(epoch));
  run.summary.emplace();
  run.summary->verdict = verdict;
  run.summary->reason = reason;
  run.summary->judged_at_epoch = epoch;
  return run;
}

TEST(Diagnosis, SaysSinceWhen) {
  RunFolder run = judged("vanishing", "r", 50);
  add(run, net_rows(0, {1, 1, 1, 1}));
  add(run, net_rows(5, {0.01, 0.1, 1, 1}));  // 100 times: vanishing
  add(run, net_rows(10, {1, 1, 1, 1}));      // but not here: the stretch begins after it
  add(run, net_rows(20, {0.01, 0.1, 1, 1}));
  add(run, net_rows(50, {0.01, 0.1, 1, 1}));
  const std::vector<Diagnosis> found = diagnose({"g", "g", {run}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].since_epoch, 20);
  EXPECT_EQ(found[0].judged_epoch, 50);
  EXPECT_EQ(found[0].over_epoch, std::nullopt);
  EXPECT_EQ(found[0].last_epoch, 50);
}

TEST(Diagnosis, SaysWhenItWasOver) {
  RunFolder run = judged("vanishing", "r", 0);
  add(run, net_rows(0, {0.01, 0.1, 1, 1}));  // 100 times: vanishing
  add(run, net_rows(5, {0.01, 0.1, 1, 1}));
  add(run, net_rows(10, {1, 1, 1, 1}));
  add(run, net_rows(20, {0.01, 0.1, 1, 1}));  // again: that it was over once is what counts
  const std::vector<Diagnosis> found = diagnose({"g", "g", {run}});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].since_epoch, 0);
  EXPECT_EQ(found[0].over_epoch, 10);
  EXPECT_EQ(found[0].last_epoch, 20);
}

TEST(Diagnosis, CountsTheRunsOfEachVerdict) {
  RunGroup group{"g", "g", {judged("dead", "a", 1), judged("healthy", "b", 2), judged("healthy", "c", 3), RunFolder{}}};
  const std::vector<Diagnosis> found = diagnose(group);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].verdict, "healthy");
  EXPECT_EQ(found[0].count, 2u);
  EXPECT_EQ(found[0].runs, 3u);  // the fourth is not finished
  EXPECT_EQ(found[0].reason, "b");
  EXPECT_EQ(found[0].run, "runs/net/seed-2");
  EXPECT_EQ(found[1].verdict, "dead");
}

TEST(Diagnosis, PutsTheWorseOfEquallyFrequentVerdictsFirst) {
  const std::vector<Diagnosis> found = diagnose({"g", "g", {judged("collapsed", "", 0), judged("dead", "", 0)}});
  EXPECT_EQ(found.at(0).verdict, "dead");
}

TEST(Cause, OfAVanishingGradientIsWhatIsSeen) {
  const auto first = net_rows(0, {1, 1, 1, 1});
  const std::vector<double> norms{0.01, 0.1, 1, 1};
  EXPECT_EQ(cause_of("vanishing", net_rows(9, norms, {{"saturated", 0.6}}), first).substr(0, 16), "Saturation: 60 %");
  EXPECT_EQ(cause_of("vanishing", net_rows(9, norms, {{"dead", 0.4}}), first).substr(0, 16), "Dead units: 40 %");
  EXPECT_EQ(cause_of("vanishing", net_rows(9, norms, {{"weight_norm", 0.5}}), first),
            "Shrinking weights: the weight norm of dense_1 has become 0.25 times what it was before training.");
  // 0.01, 0.1, 1: a decade per layer.
  EXPECT_TRUE(cause_of("vanishing", net_rows(9, norms), first)
                  .ends_with("From layer to layer towards the input only 0.1 of the gradient is left."));
}

TEST(Cause, NamesLayersAndNumbers) {
  const auto first = net_rows(0, {1, 1, 1, 1});
  EXPECT_TRUE(cause_of("dead", net_rows(3, {0, 0, 0, 1}, {{"dead", 1}}), first)
                  .starts_with("Dead units in dense_1 … dense_3 (3 of 3 hidden layers)"));
  EXPECT_TRUE(cause_of("saturated", net_rows(3, {1, 1, 1, 1}, {{"saturated", 0.7}, {"weight_norm", 6}}), first)
                  .ends_with("the weight norm of dense_1 is 3 times what it was before training."));
  EXPECT_TRUE(cause_of("collapsed", net_rows(0, {1, 1, 1, 1}, {{"effective_rank", 1.001}}), first)
                  .starts_with("Rank collapse: the outputs of 3 of 3 hidden layers"));
  EXPECT_TRUE(cause_of("exploding", net_rows(0, {100, 10, 1, 1}), first).starts_with("Large weights"));
  EXPECT_EQ(cause_of("healthy", net_rows(0, {2, 1, 4, 1}), first),
            "The last hidden layer's gradient is 2 times the first's, and the smallest is that of dense_2.");
}

}  // namespace
}  // namespace mlp
