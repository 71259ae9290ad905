// Every metric against scikit-learn, on the cases of tests/golden/metrics: two classes and several, ties, classes that
// do not occur, parts of a single class, one sample; in one piece and batch by batch.

#include <gtest/gtest.h>

#include <cmath>

#include "metric_support.h"
#include "mlp/math/metrics/accuracy.h"
#include "mlp/math/metrics/class_rates.h"
#include "mlp/math/metrics/confusion_matrix.h"
#include "mlp/math/metrics/log_loss.h"
#include "mlp/math/metrics/mean_error.h"
#include "mlp/math/metrics/r2_score.h"
#include "mlp/math/metrics/roc_auc.h"
#include "mlp/math/metrics/top_k.h"
#include "tests/support/golden.h"

namespace mlp::test {
namespace {

const Golden& golden_metrics() {
  static const Golden golden("metrics/metrics.csv");
  return golden;
}

/// Outputs and targets of a case, and what scikit-learn says of them.
class GoldenCase {
 public:
  GoldenCase(std::string name, Index outputs)
      : name_(std::move(name)),
        output_(array_of(outputs, golden_metrics()[name_ + "/output"])),
        target_(array_of(outputs, golden_metrics()[name_ + "/target"])) {}

  bool has(const std::string& metric) const { return golden_metrics().has(name_ + "/" + metric); }

  /// The value is scikit-learn's, to `tolerance`, whatever the size of the batches.
  template <class T>
  void expect(const std::string& name, const Metric<T>& metric, double tolerance = 1e-14) const {
    const double expected = golden_metrics()[name_ + "/" + name].at(0);
    for (const Index batch : {1, 7, 1000}) {
      const double value = value_of<T>(metric, output_, target_, batch, T(0.5));
      if (std::isnan(expected))
        EXPECT_TRUE(std::isnan(value)) << name_ << " " << name << ": " << value;
      else
        EXPECT_NEAR(value, expected, tolerance) << name_ << " " << name << ", batches of " << batch;
    }
  }

  void expect_class_metrics() const {
    expect("accuracy", Accuracy<double>());
    expect("precision", PrecisionMetric<double>(ClassAverage::macro));
    expect("recall", RecallMetric<double>(ClassAverage::macro));
    expect("f1", F1ScoreMetric<double>(ClassAverage::macro));
    expect("roc_auc", RocAuc<double>());
    expect("log_loss", LogLoss<double>());
    for (const Index k : {1, 2, 3})
      if (const std::string name = "top_" + std::to_string(k); has(name))
        expect(name, TopKCategoricalAccuracy<double>(k));
    expect_confusion();
  }

  void expect_binary_rates() const {
    expect("precision_binary", PrecisionMetric<double>(ClassAverage::binary));
    expect("recall_binary", RecallMetric<double>(ClassAverage::binary));
    expect("f1_binary", F1ScoreMetric<double>(ClassAverage::binary));
  }

 private:
  void expect_confusion() const {
    const ConfusionMatrix<double> metric;
    std::vector<double> state(metric.state_size(output_.rows()), 0.0);
    add_samples(metric, output_, target_, 0, 7, 0.5, state);
    const ConfusionCounts counts = ConfusionMatrix<double>::counts(state);
    const std::vector<double>& expected = golden_metrics()[name_ + "/confusion"];
    ASSERT_EQ(counts.size(), static_cast<Index>(expected.size())) << name_;
    for (Index i = 0; i < counts.rows(); ++i)
      for (Index k = 0; k < counts.cols(); ++k)
        EXPECT_EQ(static_cast<double>(counts(i, k)), expected[static_cast<std::size_t>(i * counts.cols() + k)])
            << name_ << " " << i << " taken for " << k;
    expect("accuracy", metric);
  }

  std::string name_;
  Array output_, target_;
};

TEST(GoldenMetrics, OfTwoClasses) {
  for (const char* name : {"noisy", "ties", "constant", "perfect", "wrong", "saturated", "all_positive", "all_negative",
                           "never_predicted", "one_sample"}) {
    const GoldenCase golden("binary/" + std::string(name), 1);
    golden.expect_class_metrics();
    golden.expect_binary_rates();
    golden.expect("accuracy", TopKCategoricalAccuracy<double>(1));
    golden.expect("log_loss_float", LogLoss<float>(), 1e-6);  // the probabilities are rounded to float
  }
}

TEST(GoldenMetrics, OfSeveralClasses) {
  for (const char* name : {"noisy", "sigmoids", "ties", "constant", "absent_class", "absent_and_unpredicted",
                           "single_class", "one_sample"})
    GoldenCase("several/" + std::string(name), 4).expect_class_metrics();
}

TEST(GoldenMetrics, OfTwoClassesWithAnOutputEach) {
  const GoldenCase golden("two_outputs/noisy", 2);
  golden.expect_class_metrics();
  golden.expect_binary_rates();
}

TEST(GoldenMetrics, OfNumbers) {
  for (const auto& [name, outputs] : std::vector<std::pair<std::string, Index>>{{"noisy", 1},
                                                                                {"several", 3},
                                                                                {"far_from_zero", 1},
                                                                                {"perfect", 3},
                                                                                {"constant_missed", 2},
                                                                                {"constant_met", 1},
                                                                                {"two_samples", 1},
                                                                                {"one_sample", 1}}) {
    const GoldenCase golden("regression/" + name, outputs);
    golden.expect("r2", R2Score<double>());
    golden.expect("mean_absolute_error", MeanAbsoluteErrorMetric<double>());
    golden.expect("mean_squared_error", MeanSquaredErrorMetric<double>());
  }
}

}  // namespace
}  // namespace mlp::test
