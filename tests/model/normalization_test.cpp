// Batch and layer normalization against PyTorch, and what they promise besides.

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/catalog_layer.h"
#include "tests/support/golden.h"
#include "tests/support/one_layer.h"

namespace mlp::test {
namespace {

constexpr const char* batch_norm = R"({"type": "batch_normalization"})";
constexpr const char* layer_norm = R"({"type": "layer_normalization"})";

const Golden& golden() {
  static const Golden values("model/layers.csv");
  return values;
}

Matrix<double> golden_matrix(const std::string& name, Index rows) {
  const std::vector<double>& values = golden()[name];
  return Eigen::Map<const Matrix<double>>(values.data(), rows, static_cast<Index>(values.size()) / rows);
}

void expect_near(const Matrix<double>& found, const std::string& name, double tolerance = 1e-12) {
  const Matrix<double> expected = golden_matrix(name, found.rows());
  ASSERT_EQ(found.cols(), expected.cols()) << name;
  EXPECT_LT((found - expected).cwiseAbs().maxCoeff() / std::max(1.0, expected.cwiseAbs().maxCoeff()), tolerance)
      << name;
}

Matrix<double> column_of(const double* values, Index rows) { return Eigen::Map<const Matrix<double>>(values, rows, 1); }

/// Runs a batch of the golden values behind a dense layer that is the identity, whose dy is our dx, and compares all
/// that PyTorch said of it.
void expect_batch(const std::string& name, Index units, bool training, const std::string& settings,
                  Buffer<double>& statistics) {
  const Matrix<double> x = golden_matrix(name + "/x", units);
  const std::string dense = R"({"type": "dense", "kernel_initializer": "identity", "use_bias": false, "units": )";
  LayerDescription<double> description = layer<double>("n", dense + std::to_string(units) + "}");
  description.stages.push_back(layer<double>("", settings).stages[0]);
  OneLayer<double> net(std::move(description), units, x.cols());
  const std::string run = name.substr(0, name.find('/'));
  double* gamma = net.parameters.data() + units * units;
  std::copy_n(golden()[run + "/gamma"].data(), units, gamma);
  std::copy_n(golden()[run + "/beta"].data(), units, gamma + units);
  if (!statistics.empty()) net.statistics = statistics;
  net.run.statistics = net.statistics.data();
  net.input() = x.array();
  expect_near(net.forward(training), name + "/y");
  net.backward(golden_matrix(name + "/dy", units));
  expect_near(Out<double>(net.workspace.node(0).dy, units, x.cols()).matrix(), name + "/dx");
  expect_near(column_of(net.gradient.data() + units * units, units), name + "/dgamma");
  expect_near(column_of(net.gradient.data() + units * units + units, units), name + "/dbeta");
  statistics = net.statistics;
}

void expect_batches(const std::string& name, Index units, const std::string& settings) {
  Buffer<double> statistics;
  for (const int batch : {1, 2, 3}) {  // the third in inference mode
    const std::string of_batch = name + "/" + std::to_string(batch);
    expect_batch(of_batch, units, batch < 3, settings, statistics);
    expect_near(column_of(statistics.data(), units), of_batch + "/moving_mean");
    expect_near(column_of(statistics.data() + units, units), of_batch + "/moving_variance");
  }
}

TEST(BatchNormalization, IsPyTorchs) {
  expect_batches("batch", 3, batch_norm);
  expect_batches("batch_far", 20, R"({"type": "batch_normalization", "epsilon": 0.01, "momentum": 0.3})");
}

TEST(LayerNormalization, IsPyTorchs) {
  Buffer<double> none;
  expect_batch("layer", 5, true, layer_norm, none);
  expect_batch("layer", 5, false, layer_norm, none);
  expect_batch("layer_far", 33, true, R"({"type": "layer_normalization", "epsilon": 0.01})", none);
}

// x = (1, 3): mean 2, variance 1, unbiased variance 2. With momentum 0.1: mean 0.2, variance 0.9·1 + 0.1·2 = 1.1.
TEST(BatchNormalization, MovesItsStatisticsTowardsTheUnbiasedVariance) {
  OneLayer<double> net(layer<double>("n", batch_norm), 1, 2);
  net.input() << 1, 3;
  const Matrix<double> y = net.forward();
  EXPECT_NEAR(y(0, 1), 1 / std::sqrt(1 + 1e-5), 1e-15);
  EXPECT_NEAR(y(0, 0), -y(0, 1), 1e-15);
  EXPECT_NEAR(net.statistics[0], 0.2, 1e-15);
  EXPECT_NEAR(net.statistics[1], 1.1, 1e-15);
  const Buffer<double> after = net.statistics;
  net.forward(false);
  EXPECT_EQ(net.statistics, after);
}

TEST(BatchNormalization, IsNearlyTheIdentityBeforeTraining) {
  OneLayer<double> net(layer<double>("n", batch_norm), 3, 4);
  EXPECT_NEAR(net.forward(false).maxCoeff(), 1 / std::sqrt(1 + 1e-5), 1e-15);
}

/// Each sample by itself gives the bits that it gives among others.
template <class T>
void expect_samples_independent(const char* json) {
  constexpr Index units = 37, samples = 21;
  OneLayer<T> all(layer<T>("n", json), units, samples), one(layer<T>("n", json), units, 1);
  all.input() = random_array<T>(units, samples, "x").in();
  if (!all.statistics.empty()) all.forward(true);  // statistics that are not those of the start
  one.statistics = all.statistics;
  one.run.statistics = one.statistics.data();
  const Matrix<T> together = all.forward(false);
  for (Index j = 0; j < samples; ++j) {
    one.input() = all.input().col(j);
    ASSERT_EQ(one.forward(false), together.col(j)) << json << ", sample " << j;
  }
}

TEST(Normalization, OfASampleInInferenceDoesNotDependOnTheOthers) {
  for (const char* json : {batch_norm, layer_norm}) {
    expect_samples_independent<float>(json);
    expect_samples_independent<double>(json);
  }
}

template <class T>
void expect_same_for_any_threads(const char* json) {
  constexpr Index units = 301, samples = 190;
  OneLayer<T> net(layer<T>("n", json), units, samples);
  net.input() = random_array<T>(units, samples, "x", 3).in();
  const Matrix<T> dy = random_array<T>(units, samples, "dy").in().matrix();
  const Buffer<T> before = net.statistics;
  std::vector<Matrix<T>> outputs;
  std::vector<Buffer<T>> gradients, statistics;
  for (const int threads : {1, 2, 3, 4}) {
    net.run.threads = Threads(threads);
    std::copy(before.begin(), before.end(), net.statistics.begin());
    outputs.push_back(net.forward());
    net.backward(dy);
    gradients.push_back(net.gradient);
    statistics.push_back(net.statistics);
    EXPECT_EQ(outputs.back(), outputs[0]) << json << ", " << threads << " threads";
    EXPECT_EQ(gradients.back(), gradients[0]) << json << ", " << threads << " threads";
    EXPECT_EQ(statistics.back(), statistics[0]) << json << ", " << threads << " threads";
  }
  EXPECT_NE(statistics[0].empty(), before != statistics[0]);
}

TEST(Normalization, GivesTheSameBitsForAnyNumberOfThreads) {
  for (const char* json : {batch_norm, layer_norm}) {
    expect_same_for_any_threads<float>(json);
    expect_same_for_any_threads<double>(json);
  }
}

// In float, the mean of numbers around 10^4 with standard deviation 1 must not swallow the deviations.
TEST(Normalization, StandsValuesFarFromZero) {
  for (const char* json : {batch_norm, layer_norm}) {
    OneLayer<float> net(layer<float>("n", json), 100, 100);
    net.input() = random_array<float>(100, 100, "x").in() + 1e4f;
    const Matrix<double> y = net.forward().cast<double>();
    EXPECT_NEAR(y.mean(), 0, 1e-6) << json;
    EXPECT_NEAR(y.array().square().mean(), 1, 1e-4) << json;
  }
}

// A unit that is constant over the batch has x̂ = 0, and so has a sample whose units are all alike.
TEST(Normalization, OfAConstantIsBeta) {
  for (const char* json : {batch_norm, layer_norm}) {
    OneLayer<double> net(layer<double>("n", json), 3, 4);  // all ones
    EXPECT_EQ(net.forward(), (Matrix<double>::Zero(3, 4))) << json;
  }
}

}  // namespace
}  // namespace mlp::test
