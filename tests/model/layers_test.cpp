// Layers one by one: dropout's statistics, prelu by hand, the slopes that diagnostics ask for.

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/golden.h"
#include "tests/support/nets.h"
#include "tests/support/one_layer.h"

namespace mlp::test {
namespace {

TEST(Dropout, DropsTheRateAndScalesTheRest) {
  for (const double rate : {0.1, 0.5, 0.9}) {
    OneLayer<double> layer(dropout<double>("drop", rate), 100, 1000);
    const Matrix<double> y = layer.forward();
    const double dropped = static_cast<double>((y.array() == 0).count()) / 1e5;
    EXPECT_NEAR(dropped, rate, 5 * std::sqrt(rate * (1 - rate) / 1e5));
    EXPECT_TRUE(((y.array() == 0) || (y.array() == 1 / (1 - rate))).all());
    EXPECT_NEAR(y.mean(), 1, 5 * std::sqrt(rate / (1 - rate) / 1e5));
    // No unit and no sample is favoured: six standard deviations.
    const double unit = 6 * std::sqrt(rate * (1 - rate) / 1000), sample = 6 * std::sqrt(rate * (1 - rate) / 100);
    EXPECT_LT(((y.array() == 0).cast<double>().rowwise().mean() - rate).abs().maxCoeff(), unit);
    EXPECT_LT(((y.array() == 0).cast<double>().colwise().mean() - rate).abs().maxCoeff(), sample);
  }
}

TEST(Dropout, OfRateZeroDropsNothing) {
  OneLayer<float> layer(dropout<float>("drop", 0), 10, 10);
  EXPECT_TRUE((layer.forward().array() == 1).all());
}

TEST(Dropout, IsTheIdentityInInference) {
  OneLayer<float> layer(dropout<float>("drop", 0.5), 10, 10);
  EXPECT_TRUE((layer.forward(false).array() == 1).all());
}

TEST(Dropout, MaskDependsOnSeedStepAndPlace) {
  OneLayer<float> layer(dropout<float>("drop", 0.5), 10, 10), elsewhere(dropout<float>("other", 0.5), 10, 10);
  const Matrix<float> y = layer.forward();
  EXPECT_EQ(layer.forward(), y);
  EXPECT_NE(elsewhere.forward(), y);
  layer.run.step = 1;
  EXPECT_NE(layer.forward(), y);
  layer.run.step = 0;
  layer.run.seed = 2;
  EXPECT_NE(layer.forward(), y);
  layer.run.seed = 1;
  EXPECT_EQ(layer.forward(), y);
}

TEST(Dropout, HandsTheGradientOnThroughItsMask) {
  OneLayer<double> layer(
      {.name = "a", .type = "", .stages = {dense<double>("", 10).stages[0], dropout<double>("", 0.5).stages[0]}}, 10,
      5);
  const Matrix<double> y = layer.forward();
  std::vector<double> gradient(layer.parameters.size());
  layer.run.gradient = gradient.data();
  layer.workspace.output_gradient(5).setOnes();
  layer.model.backward(layer.workspace, layer.run);
  const Out<double> ds(layer.workspace.node(0).dy, 10, 5), mask(layer.workspace.node(1).aux, 10, 5);
  EXPECT_TRUE((ds == mask).all());
  EXPECT_TRUE((mask == 0 || mask == 2).all());
  layer.run.training = false;
  layer.workspace.output_gradient(5).setOnes();
  layer.model.backward(layer.workspace, layer.run);
  EXPECT_TRUE((ds == 1).all());
}

// α = (0.25, 0.5), x = (−2, 1; 4, −3), dy = (1, 10; 100, 1000), a row a unit:
//   y = (−0.5, 1; 4, −1.5), dα = (1·−2, 1000·−3), dx = (0.25, 10; 100, 500).
TEST(Prelu, IsTheHandWorkedOne) {
  OneLayer<double> layer(activation<double>("p", "prelu"), 2, 2);
  layer.parameters = {0.25, 0.5};
  Out<double> x(layer.workspace.input(), 2, 2);
  x << -2, 1, 4, -3;
  Matrix<double> expected(2, 2);
  expected << -0.5, 1, 4, -1.5;
  EXPECT_EQ(layer.forward(), expected);
  double gradient[2];
  layer.run.gradient = gradient;
  layer.workspace.output_gradient(2) << 1, 10, 100, 1000;
  layer.model.backward(layer.workspace, layer.run);
  EXPECT_EQ(gradient[0], -2);
  EXPECT_EQ(gradient[1], -3000);
  expected << 0.25, 10, 100, 500;
  EXPECT_EQ(layer.workspace.output_gradient(2).matrix(), expected);  // dy now holds ∂J/∂s
}

TEST(Prelu, SharedHasOneAlphaForAll) {
  OneLayer<double> layer(activation<double>("p", "prelu_shared"), 2, 2);
  ASSERT_EQ(layer.parameters.size(), 1u);
  EXPECT_EQ(layer.parameters[0], 0.25);
  Out<double>(layer.workspace.input(), 2, 2) << -2, 1, 4, -3;
  layer.forward();
  double gradient[1];
  layer.run.gradient = gradient;
  layer.workspace.output_gradient(2) << 1, 10, 100, 1000;
  layer.model.backward(layer.workspace, layer.run);
  EXPECT_EQ(gradient[0], -2 - 3000);
}

template <class T>
void expect_golden_prelu(double tolerance) {
  const Golden golden("math/math.csv");
  const std::vector<double>& points = golden["x"];
  const Index samples = static_cast<Index>(points.size());
  OneLayer<T> layer(activation<T>("p", "prelu"), 3, samples);
  const auto numbers = [&](const std::string& what) {
    const std::vector<double>& row = golden["prelu/" + what];
    return Matrix<double>(Eigen::Map<const Matrix<double>>(row.data(), 3, static_cast<Index>(row.size()) / 3));
  };
  const auto expect_near = [&](const Matrix<T>& found, const std::string& what) {
    const Matrix<double> expected = numbers(what), difference = found.template cast<double>() - expected;
    EXPECT_LE((difference.array().abs() - tolerance * expected.array().abs()).maxCoeff(),
              2 * std::numeric_limits<T>::min())
        << what;
  };
  const Matrix<double> alpha = numbers("alpha");
  std::copy_n(alpha.data(), 3, layer.parameters.begin());
  for (Index j = 0; j < samples; ++j)
    layer.input().col(j).setConstant(static_cast<T>(points[static_cast<std::size_t>(j)]));
  expect_near(layer.forward(), "value");
  layer.backward(numbers("dy").template cast<T>());
  Matrix<T> dx = layer.workspace.output_gradient(samples).matrix();
  for (Index j = 0; j < samples; ++j)  // a number that is too small for T has the slope of 0
    if (layer.input()(0, j) == T(0) && points[static_cast<std::size_t>(j)] > 0)
      dx.col(j) = numbers("dx").col(j).template cast<T>();
  expect_near(dx, "dx");
  expect_near(Eigen::Map<const Matrix<T>>(layer.gradient.data(), 3, 1), "dalpha");
}

// At all of the points of the other activations: up to ±1000, and denormals.
TEST(Prelu, IsPyTorchs) {
  expect_golden_prelu<double>(1e-14);
  expect_golden_prelu<float>(1e-5);
}

TEST(Slopes, AreTheDerivativesOfEachUnitAndSample) {
  OneLayer<double> layer(dense<double>("a", 2, {.activation = "relu"}), 1, 3);
  layer.parameters = {1, -1, 0, 0};
  Out<double>(layer.workspace.input(), 1, 3) << -1, 0, 2;
  layer.forward(false);
  TestArray<double> slope(2, 3);
  std::vector<double> largest{3, 5};
  ASSERT_TRUE(layer.model.nodes()[0].layer->slopes({layer.workspace.node(0), layer.run}, slope.out(), largest));
  Matrix<double> expected(2, 3);
  expected << 0, 0, 1, 1, 0, 0;
  EXPECT_EQ(slope.in().matrix(), expected);
  EXPECT_EQ(largest, (std::vector<double>{3, 5}));  // no parameter shapes relu: those that came stay
}

TEST(Slopes, AreNoneWhereUnitsDependOnEachOther) {
  OneLayer<double> layer(dense<double>("a", 2, {.activation = "softmax"}), 1, 3);
  TestArray<double> slope(2, 3);
  std::vector<double> largest(2);
  layer.forward(false);
  EXPECT_FALSE(layer.model.nodes()[0].layer->slopes({layer.workspace.node(0), layer.run}, slope.out(), largest));
}

TEST(Slopes, OfPreluReachFromAlphaToOne) {
  OneLayer<double> layer(activation<double>("a", "prelu"), 2, 2);
  layer.parameters = {0.25, -3};
  Out<double>(layer.workspace.input(), 2, 2) << -1, 1, -1, 1;
  layer.forward(false);
  TestArray<double> slope(2, 2);
  std::vector<double> largest(2);
  ASSERT_TRUE(layer.model.nodes()[0].layer->slopes({layer.workspace.node(0), layer.run}, slope.out(), largest));
  EXPECT_EQ(slope(0, 0), 0.25);
  EXPECT_EQ(slope(1, 0), -3);
  EXPECT_EQ(slope(1, 1), 1);
  EXPECT_EQ(largest, (std::vector<double>{1, 3}));
}

}  // namespace
}  // namespace mlp::test
