// Maxout by hand and against PyTorch.

#include <gtest/gtest.h>

#include "tests/support/catalog_layer.h"
#include "tests/support/golden.h"
#include "tests/support/one_layer.h"

namespace mlp::test {
namespace {

LayerDescription<double> maxout(const std::string& settings) {
  return layer<double>("m", R"({"type": "maxout", )" + settings + "}");
}

// One input, two units of two pieces: kernel [1, 2, 2] = ((1, −1), (2, 0)), bias [2, 2] = ((0, 0), (0, 1)).
//   x = 3:  z = (3, −3; 6, 1), y = (3, 6)      x = −1:  z = (−1, 1; −2, 1), y = (1, 1)
// dy = (10, 100) for the first sample, (1000, 10000) for the second:
//   dkernel = (10·3, 1000·−1; 100·3, 10000·−1), dbias = (10, 1000; 100, 10000).
TEST(Maxout, IsTheHandWorkedOne) {
  OneLayer<double> net(maxout(R"("units": 2, "pieces": 2)"), 1, 2);
  net.parameters = {1, -1, 2, 0, 0, 0, 0, 1};
  net.run.parameters = net.parameters.data();
  net.input() << 3, -1;
  Matrix<double> expected(2, 2), dy(2, 2);
  expected << 3, 1, 6, 1;
  EXPECT_EQ(net.forward(), expected);
  dy << 10, 1000, 100, 10000;
  net.backward(dy);
  EXPECT_EQ(net.gradient, (Buffer<double>{30, -1000, 300, -10000, 10, 1000, 100, 10000}));
  EXPECT_EQ(net.workspace.output_gradient(2).matrix(), dy);  // ∂J/∂s, s being the largest piece
}

TEST(Maxout, GivesTheGradientToTheFirstOfEqualPieces) {
  OneLayer<double> net(maxout(R"("units": 1, "pieces": 3, "use_bias": false)"), 1, 1);
  net.parameters = {1, 2, 2};
  net.run.parameters = net.parameters.data();
  net.forward();
  net.backward(Matrix<double>::Constant(1, 1, 7));
  EXPECT_EQ(net.gradient, (Buffer<double>{0, 7, 0}));
}

// |x| = max(x, −x): two pieces suffice for what no single affine function can do.
TEST(Maxout, OfTwoPiecesCanBeTheAbsoluteValue) {
  OneLayer<double> net(maxout(R"("units": 1, "pieces": 2, "use_bias": false)"), 1, 3);
  net.parameters = {1, -1};
  net.run.parameters = net.parameters.data();
  net.input() << -2, 0, 5;
  EXPECT_EQ(net.forward(), (Matrix<double>(1, 3) << 2, 0, 5).finished());
}

TEST(Maxout, IsPyTorchs) {
  const Golden golden("model/layers.csv");
  LayerDescription<double> description =
      layer<double>("m", R"({"type": "dense", "units": 4, "kernel_initializer": "identity", "use_bias": false})");
  description.stages.push_back(maxout(R"("units": 3, "pieces": 5)").stages[0]);
  OneLayer<double> net(std::move(description), 4, 7);
  constexpr Index identity = 16, kernel = 60, bias = 15;
  std::ranges::copy(golden["maxout/kernel"], net.parameters.begin() + identity);
  std::ranges::copy(golden["maxout/bias"], net.parameters.begin() + identity + kernel);
  std::ranges::copy(golden["maxout/x"], net.workspace.input());
  const auto expect_near = [&](const double* found, Index count, const std::string& name) {
    ASSERT_EQ(static_cast<Index>(golden[name].size()), count);
    for (Index i = 0; i < count; ++i) EXPECT_NEAR(found[i], golden[name][static_cast<std::size_t>(i)], 1e-13) << name;
  };
  expect_near(net.forward().data(), 21, "maxout/y");
  net.backward(Eigen::Map<const Matrix<double>>(golden["maxout/dy"].data(), 3, 7));
  expect_near(net.gradient.data() + identity, kernel, "maxout/dkernel");
  expect_near(net.gradient.data() + identity + kernel, bias, "maxout/dbias");
  expect_near(net.workspace.node(0).dy, 28, "maxout/dx");
}

TEST(Maxout, HasTheShapesOfItsTensorsInFiles) {
  const OneLayer<double> net(maxout(R"("units": 3, "pieces": 5)"), 4, 1);
  const std::vector<ParameterBlock>& blocks = net.model.parameters().blocks();
  EXPECT_EQ(blocks[0].name, "m/kernel");
  EXPECT_EQ(blocks[0].shape, (std::vector<Index>{4, 3, 5}));
  EXPECT_EQ(blocks[1].name, "m/bias");
  EXPECT_EQ(blocks[1].shape, (std::vector<Index>{3, 5}));
}

TEST(Maxout, TakesInitialValuesInTheShapeOfItsFile) {
  const auto values = make_from_values({1, 2, 3, 4, 5, 6}, {1, 3, 2}, "w.npz");
  std::vector<double> w(6);
  values->fill(RandomStream(1, Purpose::initial_weights, 0), {1, 6, true, 2}, w);
  EXPECT_EQ(w, (std::vector<double>{1, 2, 3, 4, 5, 6}));
  EXPECT_ANY_THROW(values->fill(RandomStream(1, Purpose::initial_weights, 0), {1, 6, true, 3}, w));
}

}  // namespace
}  // namespace mlp::test
