// What is special about each metric: hand-worked cases, ties, outputs that are not numbers, what it refuses; and that a
// state can be put away between any two batches.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>

#include "metric_support.h"
#include "mlp/core/error.h"
#include "mlp/math/metrics/class_rates.h"
#include "mlp/math/metrics/confusion_matrix.h"
#include "mlp/math/metrics/log_loss.h"
#include "mlp/math/metrics/mean_error.h"
#include "mlp/math/metrics/r2_score.h"
#include "mlp/math/metrics/roc_auc.h"
#include "mlp/math/metrics/top_k.h"

namespace mlp::test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();

std::string refusal(const Metric<double>& metric, Index outputs) {
  try {
    metric.check(outputs);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

/// One-hot columns.
Array one_hot(Index classes, const std::vector<Index>& labels) {
  Array target = Array::Zero(classes, static_cast<Index>(labels.size()));
  for (std::size_t j = 0; j < labels.size(); ++j) target(labels[j], static_cast<Index>(j)) = 1;
  return target;
}

// Truth 0 0 0 1 1 2, predicted 0 0 1 1 2 2.
TEST(ClassRates, AreThoseOfAConfusionMatrixWorkedByHand) {
  const Array output = one_hot(3, {0, 0, 1, 1, 2, 2}), target = one_hot(3, {0, 0, 0, 1, 1, 2});
  const auto macro = ClassAverage::macro;
  EXPECT_DOUBLE_EQ(value_of<double>(PrecisionMetric<double>(macro), output, target), (1 + 0.5 + 0.5) / 3);
  EXPECT_DOUBLE_EQ(value_of<double>(RecallMetric<double>(macro), output, target), (2 / 3.0 + 0.5 + 1) / 3);
  EXPECT_DOUBLE_EQ(value_of<double>(F1ScoreMetric<double>(macro), output, target), (0.8 + 0.5 + 2 / 3.0) / 3);
}

TEST(ClassRates, OfThePositiveClassAloneNeedTwoClasses) {
  EXPECT_EQ(refusal(RecallMetric<double>(ClassAverage::binary), 1), "");
  EXPECT_EQ(refusal(RecallMetric<double>(ClassAverage::binary), 2), "");
  EXPECT_EQ(refusal(RecallMetric<double>(ClassAverage::macro), 3), "");
  EXPECT_EQ(refusal(RecallMetric<double>(ClassAverage::binary), 3),
            "the average \"binary\" is of two classes, but there are 3; use \"macro\"");
}

TEST(ConfusionMatrix, HasTheTrueClassAsRow) {
  const ConfusionMatrix<double> metric;
  std::vector<double> state(metric.state_size(3), 0.0);
  add_samples<double>(metric, one_hot(3, {1, 1, 2}), one_hot(3, {0, 0, 2}), 0, 2, 0, state);
  ConfusionCounts expected = ConfusionCounts::Zero(3, 3);
  expected(0, 1) = 2;
  expected(2, 2) = 1;
  EXPECT_EQ(ConfusionMatrix<double>::counts(state), expected);
  EXPECT_EQ(metric.state_size(1), 4u);
}

TEST(TopK, CountsTheLargestOutputs) {
  const Array output = array_of(4, {0.1, 0.2, 0.3, 0.4, 0.4, 0.3, 0.2, 0.1}), target = one_hot(4, {1, 1});
  EXPECT_EQ(value_of<double>(TopKCategoricalAccuracy<double>(1), output, target), 0);
  EXPECT_EQ(value_of<double>(TopKCategoricalAccuracy<double>(2), output, target), 0.5);
  EXPECT_EQ(value_of<double>(TopKCategoricalAccuracy<double>(3), output, target), 1);
}

TEST(TopK, OfEqualOutputsTakesTheLastClasses) {
  const Array output = array_of(3, {1, 1, 1});
  for (const Index truth : {0, 1, 2})
    EXPECT_EQ(value_of<double>(TopKCategoricalAccuracy<double>(2), output, one_hot(3, {truth})), truth > 0);
}

TEST(TopK, OfAnOutputThatIsNoNumberIsNoHit) {
  EXPECT_EQ(value_of<double>(TopKCategoricalAccuracy<double>(1), array_of(3, {nan, nan, nan}), one_hot(3, {1})), 0);
}

TEST(TopK, RefusesAKThatNoNetCanMiss) {
  EXPECT_EQ(refusal(TopKCategoricalAccuracy<double>(5), 3),
            "top_k_categorical_accuracy with k 5 is 1 whatever the net says, for there are 3 classes; use a smaller k");
  EXPECT_NE(refusal(TopKCategoricalAccuracy<double>(3), 3), "");
  EXPECT_EQ(refusal(TopKCategoricalAccuracy<double>(2), 3), "");
  EXPECT_NE(refusal(TopKCategoricalAccuracy<double>(2), 1), "");
  EXPECT_EQ(refusal(TopKCategoricalAccuracy<double>(1), 1), "");
}

// Of the 2·3 pairs of a positive and a negative 4 are in order and one is a tie.
TEST(RocAuc, IsTheShareOfPairsInOrder) {
  const Array output = array_of(1, {0.1, 0.4, 0.8, 0.4, 0.9}), target = array_of(1, {0, 0, 0, 1, 1});
  EXPECT_EQ(value_of<double>(RocAuc<double>(), output, target), (4 + 0.5) / 6);
}

TEST(RocAuc, KnowsInfinityFromNotANumber) {
  const Array target = array_of(1, {0, 0, 1, 1});
  EXPECT_EQ(value_of<double>(RocAuc<double>(), array_of(1, {-inf, 0, 0, inf}), target), 3.5 / 4);
  EXPECT_TRUE(std::isnan(value_of<double>(RocAuc<double>(), array_of(1, {0, 1, nan, 2}), target)));
}

TEST(RocAuc, DoesNotDependOnTheOrderOfTheSamples) {
  Array output(3, 99), target(3, 99);
  for (Index j = 0; j < 99; ++j) {
    target.col(j) = one_hot(3, {j % 3});
    for (Index k = 0; k < 3; ++k) output(k, j) = static_cast<double>((j * 37 + k * 11) % 17) + (k == j % 3 ? 4 : 0);
  }
  const double forwards = value_of<double>(RocAuc<double>(), output, target);
  EXPECT_EQ(value_of<double>(RocAuc<double>(), output.rowwise().reverse(), target.rowwise().reverse()), forwards);
  EXPECT_GT(forwards, 0.5);
}

TEST(LogLoss, IsTheCrossEntropyOfTheTrueClass) {
  EXPECT_DOUBLE_EQ(value_of<double>(LogLoss<double>(), array_of(1, {0.25, 0.5}), array_of(1, {0, 1})),
                   -(std::log(0.75) + std::log(0.5)) / 2);
}

TEST(LogLoss, OfACertainMistakeIsFinite) {
  const Array output = array_of(1, {0}), target = array_of(1, {1});
  EXPECT_DOUBLE_EQ(value_of<double>(LogLoss<double>(), output, target), 52 * std::log(2.0));
  EXPECT_DOUBLE_EQ(value_of<float>(LogLoss<float>(), output, target), 23 * std::log(2.0));
}

TEST(LogLoss, OfWhatIsNoProbabilityIsNotANumber) {
  for (const double output : {-0.1, 1.1, nan})
    EXPECT_TRUE(std::isnan(value_of<double>(LogLoss<double>(), array_of(1, {0.5, output}), array_of(1, {0, 1}))));
}

TEST(R2Score, IsOneMinusTheShareOfVarianceLeft) {
  // Residuals 1, 0, −1 of targets 1, 2, 6 with mean 3: 1 − 2/14.
  EXPECT_DOUBLE_EQ(value_of<double>(R2Score<double>(), array_of(1, {0, 2, 7}), array_of(1, {1, 2, 6})), 1 - 2.0 / 14);
}

TEST(R2Score, LosesNothingFarFromZero) {
  const Array target = array_of(1, {1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3});
  EXPECT_DOUBLE_EQ(value_of<double>(R2Score<double>(), target + 0.5, target), 1 - 1.0 / 5);
}

TEST(R2Score, OfConstantTargetsIsNotANumberWhereTheOutputIsNone) {
  EXPECT_EQ(value_of<double>(R2Score<double>(), array_of(1, {0.1, 0.2}), array_of(1, {0.1, 0.1})), 0);
  EXPECT_EQ(value_of<double>(R2Score<double>(), array_of(1, {0.1, 0.1}), array_of(1, {0.1, 0.1})), 1);
  EXPECT_TRUE(std::isnan(value_of<double>(R2Score<double>(), array_of(1, {0.1, nan}), array_of(1, {0.1, 0.1}))));
  EXPECT_TRUE(std::isnan(value_of<double>(R2Score<double>(), array_of(1, {0.1, nan}), array_of(1, {0.1, 0.2}))));
}

std::vector<std::shared_ptr<Metric<double>>> all_class_metrics() {
  return {std::make_shared<TopKCategoricalAccuracy<double>>(1),
          std::make_shared<PrecisionMetric<double>>(ClassAverage::macro),
          std::make_shared<RecallMetric<double>>(ClassAverage::macro),
          std::make_shared<F1ScoreMetric<double>>(ClassAverage::macro),
          std::make_shared<RocAuc<double>>(),
          std::make_shared<LogLoss<double>>(),
          std::make_shared<ConfusionMatrix<double>>()};
}

// Batches of any size, and a pause between two of them, give the same bits.
TEST(MetricState, DoesNotDependOnTheBatches) {
  Array output(3, 40), target(3, 40);
  for (Index j = 0; j < 40; ++j) {
    target.col(j) = one_hot(3, {j * j % 3});
    for (Index k = 0; k < 3; ++k) output(k, j) = 0.1 + static_cast<double>((j * 7 + k * 5) % 9) / 11;
  }
  auto metrics = all_class_metrics();
  metrics.push_back(std::make_shared<R2Score<double>>());
  metrics.push_back(std::make_shared<MeanSquaredErrorMetric<double>>());
  for (const auto& metric : metrics) {
    std::vector<double> whole(metric->state_size(3), 0.0);
    add_samples<double>(*metric, output, target, 0, 40, 0, whole);
    EXPECT_EQ(whole.size(), metric->state_size(3) + 40 * metric->state_per_sample(3));
    for (const Index batch : {1, 3, 16}) {
      std::vector<double> first(metric->state_size(3), 0.0);
      add_samples<double>(*metric, output.leftCols(23), target.leftCols(23), 0, batch, 0, first);
      std::vector<double> resumed(first.begin(), first.end());
      add_samples<double>(*metric, output, target, 23, batch, 0, resumed);
      EXPECT_EQ(resumed, whole);
    }
  }
}

TEST(MetricState, OfNoSamplesGivesNoNumber) {
  auto metrics = all_class_metrics();
  metrics.push_back(std::make_shared<R2Score<double>>());
  for (const Index outputs : {1, 2, 4})
    for (const auto& metric : metrics)
      EXPECT_TRUE(std::isnan(metric->value(std::vector<double>(metric->state_size(outputs), 0.0))));
}

TEST(ClassMetrics, KnowWhatIsBetter) {
  for (const auto& metric : all_class_metrics()) {
    EXPECT_TRUE(metric->is_for_classes());
    const bool is_log_loss = dynamic_cast<const LogLoss<double>*>(metric.get()) != nullptr;
    EXPECT_EQ(metric->higher_is_better(), !is_log_loss);
    EXPECT_EQ(metric->needs_probabilities(), is_log_loss);
  }
  EXPECT_TRUE(R2Score<double>().higher_is_better());
  EXPECT_FALSE(R2Score<double>().is_for_classes());
}

}  // namespace
}  // namespace mlp::test
