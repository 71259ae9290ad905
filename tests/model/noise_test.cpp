// Gaussian noise and alpha dropout: what they are by definition, and their distributions.

#include <gtest/gtest.h>

#include <cmath>

#include "mlp/core/statistics.h"
#include "tests/support/catalog_layer.h"
#include "tests/support/distribution.h"
#include "tests/support/one_layer.h"

namespace mlp::test {
namespace {

constexpr Index units = 500, draws_per_unit = 400;
constexpr double draws = units * draws_per_unit;

std::string with_number(const std::string& type, const std::string& key, double value) {
  return R"({"type": ")" + type + R"(", ")" + key + R"(": )" + std::to_string(value) + "}";
}

std::vector<double> values_of(const Matrix<double>& y) { return {y.data(), y.data() + y.size()}; }

TEST(GaussianNoise, AddsNormalNumbers) {
  for (const double stddev : {0.1, 1.0, 2.5}) {
    OneLayer<double> net(layer<double>("noise", with_number("gaussian_noise", "stddev", stddev)), units,
                         draws_per_unit);
    const std::vector<double> y = values_of(net.forward());  // inputs are ones
    const MeanAndStd found = mean_and_std(std::span<const double>(y));
    EXPECT_NEAR(found.mean, 1, 5 * stddev / std::sqrt(draws));
    EXPECT_NEAR(found.stddev, stddev, 5 * stddev / std::sqrt(2 * draws));
    const auto cdf = [&](double x) { return normal_distribution((x - 1) / stddev); };
    EXPECT_LT(ks_distance(y, cdf), 1.95 / std::sqrt(draws));  // exceeded once in a thousand seeds
  }
}

// Neighbours, in the same sample and in the next, know nothing of each other.
TEST(GaussianNoise, IsIndependentOfItsNeighbours) {
  OneLayer<double> net(layer<double>("noise", with_number("gaussian_noise", "stddev", 1)), units, draws_per_unit);
  const Matrix<double> e = net.forward().array() - 1;
  const double below = (e.topRows(units - 1).array() * e.bottomRows(units - 1).array()).mean();
  const double beside = (e.leftCols(draws_per_unit - 1).array() * e.rightCols(draws_per_unit - 1).array()).mean();
  EXPECT_LT(std::abs(below), 5 / std::sqrt(draws));
  EXPECT_LT(std::abs(beside), 5 / std::sqrt(draws));
}

/// Random in training as seed, step and name say, whatever the number of threads; the identity in inference.
template <class T>
void expect_well_behaved(const std::string& json) {
  OneLayer<T> net(layer<T>("noise", json), units, draws_per_unit),
      other(layer<T>("other", json), units, draws_per_unit);
  const Matrix<T> y = net.forward();
  EXPECT_NE(y, other.forward()) << json;
  EXPECT_EQ(y, net.forward()) << json;
  net.run.threads = Threads(3);
  EXPECT_EQ(y, net.forward()) << json;
  net.run.step = 1;
  EXPECT_NE(y, net.forward()) << json;
  net.run.step = 0;
  net.run.seed = 2;
  EXPECT_NE(y, net.forward()) << json;
  EXPECT_TRUE((net.forward(false).array() == 1).all()) << json;
}

TEST(Noise, IsAFunctionOfSeedStepAndName) {
  for (const std::string& json :
       {with_number("gaussian_noise", "stddev", 0.5), with_number("alpha_dropout", "rate", 0.3)}) {
    expect_well_behaved<float>(json);
    expect_well_behaved<double>(json);
  }
}

TEST(Noise, OfSizeZeroIsNone) {
  for (const std::string& json : {with_number("gaussian_noise", "stddev", 0), with_number("alpha_dropout", "rate", 0)})
    EXPECT_TRUE((OneLayer<double>(layer<double>("noise", json), 10, 10).forward().array() == 1).all()) << json;
}

// Every element is a·1 + b or a·α' + b, with the paper's a and b.
TEST(AlphaDropout, DropsToTheLimitOfSelu) {
  const double alpha = -1.7580993408473766;
  for (const double rate : {0.05, 0.1, 0.5}) {
    OneLayer<double> net(layer<double>("drop", with_number("alpha_dropout", "rate", rate)), units, draws_per_unit);
    const Matrix<double> y = net.forward();
    const double a = 1 / std::sqrt((1 - rate) * (1 + rate * alpha * alpha)), b = -a * rate * alpha;
    const auto dropped = (y.array() - (a * alpha + b)).abs() < 1e-14;
    EXPECT_TRUE((dropped || (y.array() - (a + b)).abs() < 1e-14).all());
    EXPECT_NEAR(static_cast<double>(dropped.count()) / draws, rate, 5 * std::sqrt(rate * (1 - rate) / draws));
  }
}

TEST(AlphaDropout, KeepsMeanAndVarianceOfStandardInputs) {
  for (const double rate : {0.05, 0.2, 0.6}) {
    OneLayer<double> net(layer<double>("drop", with_number("alpha_dropout", "rate", rate)), units, draws_per_unit);
    net.input() = random_array<double>(units, draws_per_unit, "x").in();
    const MeanAndStd found = mean_and_std(std::span<const double>(values_of(net.forward())));
    EXPECT_NEAR(found.mean, 0, 5 / std::sqrt(draws)) << rate;
    EXPECT_NEAR(found.stddev, 1, 5 / std::sqrt(draws)) << rate;
  }
}

TEST(AlphaDropout, HandsTheGradientOfWhatItKeepsOn) {
  LayerDescription<double> description =
      layer<double>("d", R"({"type": "dense", "units": 50, "kernel_initializer": "identity"})");
  description.stages.push_back(layer<double>("", with_number("alpha_dropout", "rate", 0.5)).stages[0]);
  OneLayer<double> net(std::move(description), 50, 40);
  const Matrix<double> y = net.forward();
  net.backward(Matrix<double>::Ones(50, 40));
  const double alpha = -1.7580993408473766, a = 1 / std::sqrt(0.5 + alpha * alpha / 4);
  const Out<double> dx(net.workspace.node(0).dy, 50, 40);
  const auto kept = y.array() > 0.5;  // 1 becomes a + b, and α' a·α' + b < 0
  EXPECT_TRUE((kept.select(dx - a, dx).abs() < 1e-15).all());
  EXPECT_GT(kept.count(), 800);
}

// What it is for: through twenty selu layers, with weights of LeCun's variance, the signal keeps mean 0 and variance 1.
TEST(AlphaDropout, KeepsASeluNetSelfNormalizing) {
  std::vector<LayerDescription<float>> layers;
  for (int i = 0; i < 20; ++i) {
    const std::string number = std::to_string(i);
    layers.push_back(
        layer<float>("d" + number,
                     R"({"type": "dense", "units": 300, "activation": "selu", "kernel_initializer": "lecun_normal"})"));
    layers.push_back(layer<float>("a" + number, with_number("alpha_dropout", "rate", 0.1)));
  }
  const Model<float> model(std::move(layers), 300, false);
  const Workspace<float> workspace(model, 500, WorkspaceUse::inference);
  std::vector<float> parameters(static_cast<std::size_t>(model.parameters().size()));
  model.parameters().initialize(1, parameters.data());
  Execution<float> run;
  run.samples = 500;
  run.training = true;
  run.parameters = parameters.data();
  Out<float>(workspace.input(), 300, 500) = random_array<float>(300, 500, "x").in();
  model.forward(workspace, run);
  const In<float> y = workspace.output(500);
  const MeanAndStd found = mean_and_std(std::span<const float>(y.data(), static_cast<std::size_t>(y.size())));
  EXPECT_NEAR(found.mean, 0, 0.1);
  EXPECT_NEAR(found.stddev, 1, 0.1);
}

}  // namespace
}  // namespace mlp::test
