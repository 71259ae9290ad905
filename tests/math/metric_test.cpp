// Metrics against scikit-learn, in one piece and batch by batch; ties, thresholds and nothing at all.

#include "mlp/math/metrics/accuracy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "metric_support.h"
#include "mlp/math/metrics/class_rates.h"
#include "mlp/math/metrics/log_loss.h"
#include "mlp/math/metrics/mean_error.h"
#include "mlp/math/metrics/r2_score.h"
#include "mlp/math/metrics/roc_auc.h"
#include "mlp/math/metrics/top_k.h"
#include "tests/support/golden.h"

namespace mlp::test {
namespace {

TEST(Accuracy, IsScikitLearns) {
  const Golden golden("math/math.csv");
  const Array outputs = array_of(4, golden["metrics/outputs"]);
  Array one_hot = Array::Zero(4, 50), binary(1, 50);
  for (Index j = 0; j < 50; ++j) {
    const Index label = static_cast<Index>(golden["metrics/labels"][static_cast<std::size_t>(j)]);
    one_hot(label, j) = 1;
    binary(0, j) = static_cast<double>(label % 2);
  }
  for (const Index batch : {1, 7, 50}) {
    EXPECT_EQ(value_of(Accuracy<double>(), outputs, one_hot, batch), golden["metrics/accuracy"][0]);
    EXPECT_EQ(value_of(Accuracy<double>(), outputs.topRows(1), binary, batch), golden["metrics/binary_accuracy"][0]);
  }
}

TEST(Accuracy, OfATieIsThatOfTheFirstClass) {
  EXPECT_EQ(value_of(Accuracy<double>(), array_of(3, {1, 1, 0}), array_of(3, {1, 0, 0})), 1);
  EXPECT_EQ(value_of(Accuracy<double>(), array_of(3, {0, 1, 1}), array_of(3, {0, 0, 1})), 0);
}

TEST(Accuracy, TakesTheSecondClassBeyondTheThresholdOnly) {
  const Accuracy<double> accuracy;
  std::vector<double> state(2, 0.0);
  const double output[] = {0.4, 0.5, 0.6}, target[] = {0, 0, 1};
  accuracy.add({In<double>(output, 1, 3), In<double>(target, 1, 3), 0.5}, state);
  EXPECT_EQ(accuracy.value(state), 1);
}

TEST(MeanError, IsScikitLearns) {
  const Golden golden("math/math.csv");
  const Array outputs = array_of(4, golden["metrics/outputs"]), truth = array_of(4, golden["metrics/truth"]);
  for (const Index batch : {1, 7, 50}) {
    EXPECT_NEAR(value_of(MeanAbsoluteErrorMetric<double>(), outputs, truth, batch),
                golden["metrics/mean_absolute_error"][0], 1e-15);
    EXPECT_NEAR(value_of(MeanSquaredErrorMetric<double>(), outputs, truth, batch),
                golden["metrics/mean_squared_error"][0], 1e-15);
  }
}

TEST(MeanError, LosesNothingOverManySamples) {
  const MeanAbsoluteErrorMetric<float> metric;
  std::vector<double> state(metric.state_size(2), 0.0);
  const std::vector<float> output(1000, 0.1f), target(1000, 0.0f);
  for (int i = 0; i < 1000; ++i)
    metric.add({In<float>(output.data(), 1, 1000), In<float>(target.data(), 1, 1000)}, state);
  EXPECT_EQ(metric.value(state), static_cast<double>(0.1f));
}

TEST(Metric, OfNoSamplesIsNotANumber) {
  for (const Metric<double>* metric : {static_cast<const Metric<double>*>(new Accuracy<double>),
                                       static_cast<const Metric<double>*>(new MeanSquaredErrorMetric<double>)}) {
    EXPECT_TRUE(std::isnan(metric->value(std::vector<double>(metric->state_size(2), 0.0))));
    delete metric;
  }
}

TEST(Metric, KnowsWhatItIsAbout) {
  EXPECT_TRUE(Accuracy<double>().is_for_classes() && Accuracy<double>().higher_is_better());
  EXPECT_FALSE(MeanAbsoluteErrorMetric<double>().is_for_classes());
  EXPECT_FALSE(MeanSquaredErrorMetric<double>().higher_is_better());
}

TEST(Metric, KnowsItsLargestValue) {
  EXPECT_EQ(Accuracy<double>().largest_value(), 1);
  EXPECT_EQ(TopKCategoricalAccuracy<double>(2).largest_value(), 1);
  EXPECT_EQ(F1ScoreMetric<double>(ClassAverage::macro).largest_value(), 1);
  EXPECT_EQ(RocAuc<double>().largest_value(), 1);
  EXPECT_EQ(R2Score<double>().largest_value(), 1);
  EXPECT_TRUE(std::isinf(LogLoss<double>().largest_value()));
  for (const double smallest :
       {Accuracy<double>().smallest_value(), TopKCategoricalAccuracy<double>(2).smallest_value(),
        F1ScoreMetric<double>(ClassAverage::macro).smallest_value(), RocAuc<double>().smallest_value(),
        LogLoss<double>().smallest_value(), MeanAbsoluteErrorMetric<double>().smallest_value()})
    EXPECT_EQ(smallest, 0);
  EXPECT_EQ(R2Score<double>().smallest_value(), -std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isinf(MeanAbsoluteErrorMetric<double>().largest_value()));
}

}  // namespace
}  // namespace mlp::test
