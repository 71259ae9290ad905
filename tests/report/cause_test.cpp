#include "mlp/report/cause.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "rows.h"

namespace mlp {
namespace {

TEST(Cause, OfAVanishingGradientIsWhatIsSeen) {
  const auto first = net_rows(0, {1, 1, 1, 1});
  const std::vector<double> norms{0.01, 0.1, 1, 1};
  const auto cause = [&](const std::map<std::string, double>& hidden, bool saturating = false) {
    std::vector<LayerRow> rows = net_rows(9, norms, hidden);
    for (LayerRow& row : rows) row.saturating = saturating;
    return cause_of(FlowVerdict::vanishing, rows, first);
  };
  EXPECT_EQ(cause({{"saturated", 0.6}}, true).kind, CauseKind::saturation);
  EXPECT_TRUE(cause({{"saturated", 0.6}}, true).explanation.starts_with("60 % of the outputs of dense_1 lie"));
  // Of a ReLU half of the outputs are where its slope is 0: that is no saturation.
  EXPECT_EQ(cause({{"saturated", 0.6}}).kind, CauseKind::small_slopes);
  EXPECT_EQ(cause({{"dead", 0.4}}).kind, CauseKind::dead_units);
  EXPECT_EQ(cause({{"weight_norm", 0.5}}).kind, CauseKind::shrinking_weights);
  EXPECT_EQ(cause({{"weight_norm", 0.5}}).explanation,
            "the weight norm of dense_1 has become 0.25 times what it was before training.");
  // 0.01, 0.1, 1: a decade per layer.
  EXPECT_TRUE(
      cause({}).explanation.ends_with("from layer to layer towards the input only 0.1 of the gradient is left."));
}

TEST(Cause, HasANameWhereSomethingIsWrong) {
  EXPECT_EQ(cause_name(CauseKind::none), "");
  EXPECT_EQ(cause_name(CauseKind::small_slopes), "Small slopes and weights, not saturation or dead units");
  std::set<std::string_view> names;
  constexpr int last = static_cast<int>(CauseKind::large_steps);
  for (int kind = 0; kind <= last; ++kind) names.insert(cause_name(static_cast<CauseKind>(kind)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(last) + 1);  // each its own
}

TEST(Cause, NamesLayersAndNumbers) {
  const auto first = net_rows(0, {1, 1, 1, 1});
  EXPECT_EQ(cause_of(FlowVerdict::dead, net_rows(3, {0, 0, 0, 1}, {{"dead", 1}}), first).kind, CauseKind::dead_units);
  EXPECT_EQ(cause_of(FlowVerdict::dead, net_rows(3, {0, 0, 0, 1}), first).kind, CauseKind::no_way_through);
  EXPECT_TRUE(
      cause_of(FlowVerdict::saturated, net_rows(3, {1, 1, 1, 1}, {{"saturated", 0.7}, {"weight_norm", 6}}), first)
          .explanation.ends_with("The weight norm of dense_1 is 3 times what it was before training."));
  EXPECT_TRUE(cause_of(FlowVerdict::collapsed, net_rows(0, {1, 1, 1, 1}, {{"effective_rank", 1.001}}), first)
                  .explanation.starts_with("the outputs of all 3 hidden layers"));
  EXPECT_EQ(cause_of(FlowVerdict::exploding, net_rows(0, {100, 10, 1, 1}), first).kind, CauseKind::large_weights);
  EXPECT_EQ(cause_of(FlowVerdict::healthy, net_rows(0, {2, 1, 4, 1}), first).explanation,
            "The last hidden layer's gradient is 2 times the first's, and the smallest is that of dense_2.");
}

TEST(Cause, OfOutputsThatDoNotVaryIsNoDirection) {
  std::vector<LayerRow> rows = net_rows(0, {1, 1, 1, 1}, {{"effective_rank", 0}});
  const Cause constant = cause_of(FlowVerdict::collapsed, rows, rows);
  EXPECT_EQ(constant.kind, CauseKind::constant_outputs);
  EXPECT_TRUE(constant.explanation.starts_with("the outputs of all 3 hidden layers are the same for every sample"));
  // Of a net of one feature a single direction is all there is: only the layers without any have collapsed.
  rows = net_rows(0, {1, 1, 1, 1}, {{"effective_rank", 1}});
  for (LayerRow& row : rows) row.net_inputs = 1;
  EXPECT_EQ(place_of(FlowVerdict::collapsed, rows), "");
  const auto column = std::ranges::find(layer_columns(), "effective_rank") - layer_columns().begin();
  rows[2].values[static_cast<std::size_t>(column)] = 0;
  EXPECT_EQ(place_of(FlowVerdict::collapsed, rows), "dense_3 (1 of 3 hidden layers)");
  EXPECT_TRUE(cause_of(FlowVerdict::collapsed, rows, rows)
                  .explanation.starts_with("the outputs of 1 of 3 hidden layers are the same for every sample"));
}

TEST(Place, OfAVerdictIsItsLayers) {
  EXPECT_EQ(place_of(FlowVerdict::vanishing, net_rows(0, {0.01, 0.1, 1, 1})), "dense_1 (smallest gradient: 0.01)");
  EXPECT_EQ(place_of(FlowVerdict::exploding, net_rows(0, {100, 10, 1, 500})), "dense_1 (largest gradient: 100)");
  EXPECT_EQ(place_of(FlowVerdict::healthy, net_rows(0, {1, 1, 1, 1})), "");
  std::vector<LayerRow> rows = net_rows(0, {1, 1, 1, 1, 1}, {{"saturated", 0.7}});
  EXPECT_EQ(place_of(FlowVerdict::saturated, rows), "");  // no layer's activation saturates
  rows[1].saturating = rows[3].saturating = true;
  EXPECT_EQ(place_of(FlowVerdict::saturated, rows), "dense_2, dense_4 (2 of 4 hidden layers)");
}

// The shares of dead units of the hidden layers, and the place of it.
std::string place_of_dead(const std::vector<double>& shares) {
  std::vector<LayerRow> rows;
  for (const double share : shares)
    rows.push_back(
        layer_row_with(0, static_cast<std::int64_t>(rows.size() + 1), {{"kernel_grad_norm", 0}, {"dead", share}}));
  rows.push_back(layer_row_with(0, static_cast<std::int64_t>(rows.size() + 1), {{"kernel_grad_norm", 1}}));
  return place_of(FlowVerdict::dead, rows);
}

TEST(Place, OfManyLayersHasTheirEnds) {
  EXPECT_EQ(place_of_dead({1}), "dense_1");
  EXPECT_EQ(place_of_dead({0, 1, 0}), "dense_2 (1 of 3 hidden layers)");
  EXPECT_EQ(place_of_dead({1, 0.8}), "both hidden layers");
  EXPECT_EQ(place_of_dead({0, 1, 1}), "dense_2, dense_3 (2 of 3 hidden layers)");
  EXPECT_EQ(place_of_dead({0, 1, 0, 1, 1, 1}), "dense_2, dense_4 … dense_6 (4 of 6 hidden layers)");
  EXPECT_EQ(place_of_dead({1, 0, 1, 0, 1, 0, 1, 0}), "4 of 8 hidden layers, from dense_1 to dense_7");
  EXPECT_EQ(place_of_dead({0.7, 0.7}), "both hidden layers");  // none is dead, but no gradient reaches any
}

}  // namespace
}  // namespace mlp
