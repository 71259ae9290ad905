#include "mlp/training/layer_theory.h"

#include <gtest/gtest.h>

#include <cmath>

#include "mlp/math/activation_share.h"
#include "mlp/model/layers/dense.h"
#include "mlp/model/layers/dropout.h"
#include "tests/support/vocabulary.h"

namespace mlp {
namespace {

template <class T>
ActivationShare share_of_named(const std::string& activation) {
  return share_of<T>(test::make_activation<T>(activation).get());
}

template <class T>
class ShareOf : public testing::Test {};
using Precisions = testing::Types<float, double>;
TYPED_TEST_SUITE(ShareOf, Precisions);

TYPED_TEST(ShareOf, IsTheTextbooks) {
  using T = TypeParam;
  const auto expect = [](const ActivationShare& share, double signal, double gradient) {
    ASSERT_TRUE(share.signal && share.gradient);
    EXPECT_NEAR(*share.signal, signal, 1e-6);
    EXPECT_NEAR(*share.gradient, gradient, 1e-6);
  };
  expect(share_of<T>(nullptr), 1, 1);
  expect(share_of_named<T>("tanh"), 1, 1);
  expect(share_of_named<T>("relu"), std::sqrt(0.5), std::sqrt(0.5));
  expect(share_of_named<T>(R"({"type": "leaky_relu", "negative_slope": 0.5})"), std::sqrt(1.25 / 2),
         std::sqrt(1.25 / 2));  // (1 + a²)/2
  expect(share_of_named<T>("scaled_tanh"), 1.7159 * 2 / 3, 1.7159 * 2 / 3);
}

TYPED_TEST(ShareOf, OfASigmoidIsAQuarterOfTheGradientAndNoFactorOfTheSignal) {
  const ActivationShare share = share_of_named<TypeParam>("sigmoid");
  EXPECT_FALSE(share.signal);
  EXPECT_NEAR(share.gradient.value(), 0.25, 1e-6);
}

TYPED_TEST(ShareOf, IsAbsentWhereThereIsNoTheory) {
  for (const char* name : {"elu", "softplus", "softmax"})
    EXPECT_FALSE(share_of_named<TypeParam>(name).gradient) << name;
}

LayerDescription<double> dense_with(const std::string& name, Index units, std::shared_ptr<const Initializer> kernel,
                                    std::shared_ptr<const Activation<double>> g, double bias = 0) {
  const DenseSettings settings{
      .units = units, .use_bias = true, .kernel = {std::move(kernel), {}}, .bias = {make_constant(bias), {}}};
  return {name, "dense", {}, {std::make_shared<Dense<double>>(settings, std::move(g))}, {}};
}

TEST(Theory, CombinesWeightsAndActivation) {
  const auto normal = make_normal(0, 0.1, 1);
  std::vector<LayerDescription<double>> layers{dense_with("a", 50, normal, test::make_activation<double>("tanh")),
                                               {"drop", "dropout", {}, {std::make_shared<Dropout<double>>(0.5)}, {}},
                                               dense_with("b", 20, normal, test::make_activation<double>("relu")),
                                               dense_with("c", 3, normal, nullptr)};
  const Model<double> model(layers, 40, false);
  const std::vector<LayerTheory> theory = theory_of(model);
  EXPECT_EQ(theory[0].source, LayerTheory::network_input);
  EXPECT_EQ(theory[0].consumer, 2);  // dropout passes on what it gets
  EXPECT_EQ(theory[2].source, 0);
  EXPECT_EQ(theory[3].consumer, LayerTheory::nothing);
  EXPECT_NEAR(theory[0].signal.value(), std::sqrt(40) * 0.1, 1e-12);
  EXPECT_NEAR(theory[0].gradient.value(), std::sqrt(20) * 0.1, 1e-12);       // m of b
  EXPECT_NEAR(theory[2].signal.value(), std::sqrt(50 / 2.0) * 0.1, 1e-12);   // n of b, half of it through relu
  EXPECT_NEAR(theory[2].gradient.value(), std::sqrt(3 / 2.0) * 0.1, 1e-12);  // m of c
  EXPECT_FALSE(theory[1].signal || theory[1].gradient);
}

TEST(Theory, KnowsNothingOfWeightsWithAMeanAndOfBiases) {
  std::vector<LayerDescription<double>> layers{
      dense_with("a", 5, make_uniform(0, 1, 1), test::make_activation<double>("tanh")),
      dense_with("b", 5, make_normal(0, 1, 1), test::make_activation<double>("tanh"), 0.1),
      dense_with("c", 1, make_constant(1), nullptr)};
  const Model<double> model(layers, 2, false);
  const std::vector<LayerTheory> theory = theory_of(model);
  EXPECT_FALSE(theory[0].signal);
  EXPECT_TRUE(theory[0].gradient);  // W of b has the mean 0
  EXPECT_FALSE(theory[1].signal);   // the biases add to it
  EXPECT_FALSE(theory[1].gradient);
}

/// With one spread everywhere the norms of all kernels' gradients are alike (Glorot & Bengio 2010, eq. 13): of ∂C/∂s as
/// much is left as x gains. Hand calculation: a/b has √20·0.1 of the gradient, √40·0.1 of the signal, √(2000/1000) of
/// the entries; b/c has √(3/2)·0.3, √(50/2)·0.1 and √(1000/60).
TEST(Theory, TheKernelsGradientHasTheSizesOfBothSides) {
  const auto normal = make_normal(0, 0.1, 1);
  const Model<double> model({dense_with("a", 50, normal, test::make_activation<double>("tanh")),
                             {"drop", "dropout", {}, {std::make_shared<Dropout<double>>(0.5)}, {}},
                             dense_with("b", 20, normal, test::make_activation<double>("relu")),
                             dense_with("c", 3, make_normal(0, 0.3, 1), nullptr)},
                            40, false);
  const auto factors = kernel_gradient_factors(model);
  ASSERT_EQ(factors.size(), 4u);
  EXPECT_NEAR(factors[0].value(), 1, 1e-12);
  EXPECT_FALSE(factors[1]);
  EXPECT_NEAR(factors[2].value(), 3, 1e-12);
  EXPECT_FALSE(factors[3]);
}

/// A quarter of the gradient is left behind each sigmoid; inputs of ½ are as large in every layer.
TEST(Theory, OfSigmoidsAQuarterIsLeftOfTheKernelsGradient) {
  const auto glorot = make_normal(0, std::sqrt(1.0 / 5), 1);  // √(2/(5+5))
  const Model<double> model(
      {dense_with("a", 5, glorot, test::make_activation<double>("sigmoid")),
       dense_with("b", 5, glorot, test::make_activation<double>("sigmoid")), dense_with("c", 1, glorot, nullptr)},
      5, false);
  EXPECT_NEAR(kernel_gradient_factors(model)[0].value(), 0.25, 1e-6);
}

TEST(Theory, HasNoFactorForTheKernelsGradientWhereTheWeightsHaveAMean) {
  const Model<double> model({dense_with("a", 5, make_uniform(0, 1, 1), test::make_activation<double>("tanh")),
                             dense_with("b", 5, make_uniform(0, 1, 1), test::make_activation<double>("tanh")),
                             dense_with("c", 1, make_uniform(0, 1, 1), nullptr)},
                            2, false);
  for (const auto& factor : kernel_gradient_factors(model)) EXPECT_FALSE(factor);
}

}  // namespace
}  // namespace mlp
