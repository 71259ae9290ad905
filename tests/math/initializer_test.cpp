// Initializers: the claimed distribution against a million draws, and the properties of the others.

#include "mlp/math/initializer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "mlp/core/error.h"
#include "mlp/core/statistics.h"
#include "tests/math/drawn_weights.h"
#include "tests/support/distribution.h"

namespace mlp::test {
namespace {

TEST(Initializer, PlainDistributionsAreWhatTheyClaim) {
  expect_claim(make_uniform(-0.05, 0.05, 1), million_weights, {"uniform", 0, 0.05 / std::sqrt(3), 0.05});
  expect_claim(make_uniform(0, 1, 1), million_weights, {"uniform", 0.5, 0.5 / std::sqrt(3), 0.5});
  expect_claim(make_uniform(0, 1, 3), million_weights, {"uniform", 1.5, 1.5 / std::sqrt(3), 1.5});
  expect_claim(make_normal(0, 0.05, 1), million_weights, {"normal", 0, 0.05, 0});
  expect_claim(make_normal(1, 2, 0.5), million_weights, {"normal", 0.5, 1, 0});
  // The standard deviation of a normal distribution cut at ±2: √(1 − 4φ(2)/(2Φ(2) − 1)).
  const double phi = std::exp(-2) / std::sqrt(2 * std::numbers::pi),
               cut = std::sqrt(1 - 4 * phi / (1 - 2 * normal_distribution(-2)));
  expect_claim(make_truncated_normal(0.3, 0.1, 1), million_weights, {"truncated normal", 0.3, 0.1 * cut, 0});
}

TEST(Initializer, TruncatedNormalEndsAtTwoStandardDeviations) {
  for (const double v : draw(make_truncated_normal(1, 0.5, 1), million_weights)) ASSERT_LE(std::abs(v - 1), 1.0);
}

TEST(Initializer, VarianceRulesFollowTheFans) {
  const double n = 1250, m = 800;
  const VarianceRule he{.scale = 2, .spread = Spread::normal}, he_uniform{.scale = 2, .spread = Spread::uniform};
  const VarianceRule glorot{.scale = 2, .fan_in_weight = 1, .fan_out_weight = 1, .spread = Spread::uniform};
  const VarianceRule xavier{.scale = 1.0 / 3, .spread = Spread::uniform};
  expect_claim(make_variance_scaling(he, 1), million_weights, {"normal", 0, std::sqrt(2 / n), 0});
  expect_claim(make_variance_scaling(he_uniform, 1), million_weights,
               {"uniform", 0, std::sqrt(2 / n), std::sqrt(6 / n)});
  expect_claim(make_variance_scaling(glorot, 1), million_weights,
               {"uniform", 0, std::sqrt(2 / (n + m)), std::sqrt(6 / (n + m))});
  expect_claim(make_variance_scaling(xavier, 1), million_weights,
               {"uniform", 0, std::sqrt(1 / (3 * n)), 1 / std::sqrt(n)});
  expect_claim(make_variance_scaling(he, 0.5), million_weights, {"normal", 0, 0.5 * std::sqrt(2 / n), 0});
}

TEST(Initializer, VarianceRulesGiveABiasTheFansOfItsLayer) {
  const TensorShape bias{.fan_in = 8, .fan_out = 5, .is_matrix = false};
  EXPECT_EQ(bias.size(), 5);
  const auto he = make_variance_scaling({.scale = 2}, 1);
  EXPECT_DOUBLE_EQ(he->distribution(bias).stddev, 0.5);
  EXPECT_EQ(draw(he, bias).size(), 5u);
}

TEST(Initializer, ConstantIsConstant) {
  const auto tenth = make_constant(0.1);
  for (const double v : draw(tenth, {3, 4})) EXPECT_EQ(v, 0.1);
  EXPECT_EQ(tenth->distribution({3, 4}).mean, 0.1);
  EXPECT_EQ(tenth->distribution({3, 4}).stddev, 0);
}

TEST(Initializer, OrthogonalHasOrthonormalRowsOrColumns) {
  for (const auto& [in, out] : {std::pair<Index, Index>{20, 50}, {50, 20}, {30, 30}, {1, 5}, {5, 1}}) {
    const TensorShape shape{in, out};
    const std::vector<double> w = draw(make_orthogonal(3), shape);
    const Eigen::Map<const Matrix<double>> W(w.data(), out, in);
    const Matrix<double> gram = out >= in ? Matrix<double>(W.transpose() * W) : Matrix<double>(W * W.transpose());
    EXPECT_LT((gram - 9 * Matrix<double>::Identity(gram.rows(), gram.cols())).cwiseAbs().maxCoeff(), 1e-12);
    const InitialDistribution claim = make_orthogonal(3)->distribution(shape);
    EXPECT_NEAR(std::sqrt(W.array().square().mean()), claim.stddev, 1e-12);  // exactly: columns of length 3
  }
}

// With the signs of R's diagonal left in, the first element of Q would always be of one sign.
TEST(Initializer, OrthogonalIsUniformOverTheOrthogonalMatrices) {
  int positive = 0;
  for (int i = 0; i < 400; ++i) positive += draw(make_orthogonal(1), {3, 3}, std::to_string(i))[0] > 0;
  EXPECT_NEAR(positive, 200, 50);  // five standard deviations
  // A single number is +1 or −1.
  int plus = 0;
  for (int i = 0; i < 400; ++i) plus += draw(make_orthogonal(1), {1, 1}, std::to_string(i))[0] > 0;
  EXPECT_NEAR(plus, 200, 50);
}

TEST(Initializer, SparseHasSoManyConnectionsPerUnit) {
  const TensorShape shape{.fan_in = 60, .fan_out = 40};
  const std::vector<double> w = draw(make_sparse(15, 1, 1), shape);
  const Eigen::Map<const Matrix<double>> W(w.data(), 40, 60);  // units × inputs
  EXPECT_TRUE(((W.array() != 0).rowwise().count() == 15).all());
  const std::vector<double> few = draw(make_sparse(15, 1, 1), {.fan_in = 4, .fan_out = 7});
  EXPECT_EQ(std::ranges::count(few, 0.0), 0);  // no more than there are inputs
}

// A million weights that are not 0: 1250 units with 800 of 1600 inputs.
TEST(Initializer, SparseIsNormalWhereItIsNotZero) {
  const TensorShape shape{.fan_in = 1600, .fan_out = 1250};
  std::vector<double> w = draw(make_sparse(800, 0.5, 3), shape);
  const double spread = mean_and_std(std::span<const double>(w)).stddev;
  std::erase(w, 0.0);
  ASSERT_EQ(w.size(), 1000000u);
  const MeanAndStd found = mean_and_std(std::span<const double>(w));
  EXPECT_NEAR(found.mean, 0, 5 * 1.5 / 1000);
  EXPECT_NEAR(found.stddev, 1.5, 5 * 1.5 / 1000);
  EXPECT_LT(ks_distance(w, [](double x) { return normal_distribution(x / 1.5); }), 1.95 / 1000);
  const InitialDistribution claim = make_sparse(800, 0.5, 3)->distribution(shape);
  EXPECT_EQ(claim.shape, "sparse normal, 800 per unit");
  EXPECT_NEAR(claim.stddev, 1.5 * std::sqrt(0.5), 1e-12);
  EXPECT_NEAR(spread, claim.stddev, 5 * claim.stddev / 1000);
}

// Every pair of inputs is as likely as another to be connected to a unit: chi-squared over the 28 pairs of 8.
TEST(Initializer, SparseChoosesItsInputsEvenly) {
  const Index units = 28000;
  const std::vector<double> w = draw(make_sparse(2, 1, 1), {.fan_in = 8, .fan_out = units});
  const Eigen::Map<const Matrix<double>> W(w.data(), units, 8);
  double chi_squared = 0;
  for (Index a = 0; a < 8; ++a)
    for (Index b = 0; b < a; ++b) {
      const double count = static_cast<double>((W.col(a).array() != 0 && W.col(b).array() != 0).count());
      chi_squared += (count - 1000) * (count - 1000) / 1000;
    }
  EXPECT_LT(chi_squared, 55.5);  // exceeded once in a thousand seeds, with 27 degrees of freedom
  EXPECT_GT(chi_squared, 9.1);   // and so is this missed
}

TEST(Initializer, LsuvStartsOrthonormal) {
  const TensorShape shape{20, 50};
  const auto lsuv = make_lsuv(3);
  EXPECT_EQ(draw(lsuv, shape), draw(make_orthogonal(1), shape));
  EXPECT_EQ(lsuv->scaled_to(), 3);
  EXPECT_EQ(make_orthogonal(3)->scaled_to(), std::nullopt);
  EXPECT_TRUE(std::isnan(lsuv->distribution(shape).stddev));  // known once there are data
}

TEST(Initializer, IdentityHasTheGainOnItsDiagonal) {
  for (const TensorShape shape : {TensorShape{3, 5}, TensorShape{5, 3}, TensorShape{4, 4}}) {
    const std::vector<double> w = draw(make_identity(2), shape);
    for (Index i = 0; i < shape.fan_out; ++i)
      for (Index j = 0; j < shape.fan_in; ++j)
        EXPECT_EQ(w[static_cast<std::size_t>(i + j * shape.fan_out)], i == j ? 2 : 0);
    const MeanAndStd found = mean_and_std(std::span<const double>(w));
    EXPECT_NEAR(make_identity(2)->distribution(shape).mean, found.mean, 1e-15);
    EXPECT_NEAR(make_identity(2)->distribution(shape).stddev, found.stddev, 1e-15);
  }
}

TEST(Initializer, OnlyMatrixRulesNeedAMatrix) {
  EXPECT_TRUE(make_orthogonal(1)->needs_matrix() && make_identity(1)->needs_matrix());
  EXPECT_TRUE(make_sparse(1, 1, 1)->needs_matrix() && make_lsuv(1)->needs_matrix());
  EXPECT_FALSE(make_constant(1)->needs_matrix() || make_normal(0, 1, 1)->needs_matrix());
}

TEST(Initializer, FromValuesTakesThemInTheOrderOfTheFile) {
  // Keras's kernel [inputs 2, outputs 3], row by row, is the memory order of W (outputs × inputs).
  const auto given = make_from_values({1, 2, 3, 4, 5, 7}, {2, 3}, "weights.npz, tensor w1");
  EXPECT_EQ(draw(given, {2, 3}), (std::vector<double>{1, 2, 3, 4, 5, 7}));
  EXPECT_DOUBLE_EQ(given->distribution({2, 3}).mean, 22.0 / 6);
  EXPECT_EQ(given->distribution({2, 3}).shape, "values of weights.npz, tensor w1");
  EXPECT_EQ(draw(make_from_values({1, 2}, {2}, "b"), {9, 2, false}), (std::vector<double>{1, 2}));
}

TEST(Initializer, FromValuesRefusesAnotherShape) {
  const auto message = [](const std::vector<Index>& shape, std::size_t count, const TensorShape& wanted) {
    try {
      draw(make_from_values(std::vector<double>(count, 1), shape, "weights.npz, tensor w1"), wanted);
      return std::string("accepted");
    } catch (const InputError& error) {
      return std::string(error.what());
    }
  };
  EXPECT_EQ(message({3, 2}, 6, {2, 3}), "weights.npz, tensor w1: the tensor has shape [3, 2], the layer needs [2, 3]");
  EXPECT_EQ(message({6}, 6, {2, 3}), "weights.npz, tensor w1: the tensor has shape [6], the layer needs [2, 3]");
  EXPECT_EQ(message({2, 3}, 6, {2, 3, false}),
            "weights.npz, tensor w1: the tensor has shape [2, 3], the layer needs [3]");
  EXPECT_EQ(message({}, 1, {1, 1}), "weights.npz, tensor w1: the tensor has shape [], the layer needs [1, 1]");
}

TEST(Initializer, IsAFunctionOfItsStream) {
  for (const auto& initializer :
       {make_normal(0, 1, 1), make_uniform(0, 1, 1), make_orthogonal(1), make_sparse(2, 1, 1)}) {
    EXPECT_EQ(draw(initializer, {4, 4}, "a"), draw(initializer, {4, 4}, "a"));
    EXPECT_NE(draw(initializer, {4, 4}, "a"), draw(initializer, {4, 4}, "b"));
  }
}

}  // namespace
}  // namespace mlp::test
