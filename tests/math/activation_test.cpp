// Activations: numbers by hand, values and derivatives by PyTorch, and what the interface promises.

#include "mlp/math/activation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "mlp/math/activations/tanh.h"
#include "tests/support/array.h"
#include "tests/support/golden.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {
namespace {

template <class T>
constexpr T nan_of = std::numeric_limits<T>::quiet_NaN();

/// g(x) and g'(x) of many points, as the library computes them: in one call, padded.
template <class T>
struct Curve {
  TestArray<T> x, y, slope;

  Curve(const Activation<T>& g, const std::vector<double>& points)
      : x(static_cast<Index>(points.size()), 1), y(x), slope(x) {
    for (std::size_t i = 0; i < points.size(); ++i) x(static_cast<Index>(i)) = static_cast<T>(points[i]);
    const Index size = padded(x.size());
    TestArray<T> ones(x.rows, 1);
    ones.out().setOnes();
    g.apply(In<T>(x.data(), size, 1), Out<T>(y.data(), size, 1));
    g.pullback(In<T>(x.data(), size, 1), In<T>(y.data(), size, 1), In<T>(ones.data(), size, 1),
               Out<T>(slope.data(), size, 1));
  }
};

template <class T>
double value_at(const std::string& name, double x) {
  return static_cast<double>(Curve<T>(*make_activation<T>(name), {x}).y(0));
}
template <class T>
double slope_at(const std::string& name, double x) {
  return static_cast<double>(Curve<T>(*make_activation<T>(name), {x}).slope(0));
}

std::vector<std::string> elementwise_names() {
  std::vector<std::string> names = activation_names();
  std::erase(names, "softmax");
  return names;
}

TEST(Activation, HasTheValuesOfTheTutorialsTable) {
  const auto value = value_at<double>;
  EXPECT_EQ(value("linear", -3), -3);
  EXPECT_EQ(value("sigmoid", 0), 0.5);
  EXPECT_DOUBLE_EQ(value("sigmoid", std::log(3)), 0.75);  // 1/(1 + 1/3)
  EXPECT_EQ(value("tanh", 0), 0);
  EXPECT_DOUBLE_EQ(value("tanh", std::log(2)), 0.6);  // (4 − 1)/(4 + 1)
  for (const double off : {0.0, -1.0, -1000.0}) EXPECT_EQ(value("relu", off), 0);
  EXPECT_EQ(value("relu", 1), 1);
  EXPECT_EQ(value("relu", 1000), 1000);
  EXPECT_EQ(value("leaky_relu", -100), -1);
  EXPECT_EQ(value("leaky_relu", 100), 100);
  EXPECT_DOUBLE_EQ(value("elu", -std::log(2)), -0.5);
  EXPECT_DOUBLE_EQ(value("elu_0.5", -std::log(2)), -0.25);
  EXPECT_EQ(value("elu", 7), 7);
  EXPECT_DOUBLE_EQ(value("softplus", 0), std::log(2));
  EXPECT_DOUBLE_EQ(value("softplus_3", 0), std::log(2) / 3);
  EXPECT_EQ(value("softsign", 1), 0.5);
  EXPECT_EQ(value("softsign", -3), -0.75);
  EXPECT_NEAR(value("scaled_tanh", 1), 1, 1e-4);  // LeCun's choice: g(±1) = ±1
  EXPECT_NEAR(value("scaled_tanh", -1), -1, 1e-4);
}

TEST(Activation, HasTheValuesOfTheFormulasByHand) {
  const auto value = value_at<double>;
  EXPECT_DOUBLE_EQ(value("selu", 2), 2 * 1.0507009873554805);
  EXPECT_DOUBLE_EQ(value("selu", -std::log(2)), -0.5 * 1.0507009873554805 * 1.6732632423543772);
  EXPECT_NEAR(value("gelu", 1), 0.8413447460685429, 1e-15);  // the share of a normal distribution below 1
  EXPECT_NEAR(value("gelu", -2), -2 * 0.0227501319481792, 1e-15);
  EXPECT_NEAR(value("gelu_tanh", 1), (1 + std::tanh(std::sqrt(2 / M_PI) * 1.044715)) / 2, 1e-15);
  EXPECT_DOUBLE_EQ(value("silu", std::log(3)), 0.75 * std::log(3));
  EXPECT_DOUBLE_EQ(value("mish", 0), 0);
  EXPECT_DOUBLE_EQ(value("mish", std::log(2)), 0.8 * std::log(2));  // (3² − 1)/(3² + 1)
  for (const auto& [z, y] : {std::pair{-1.0, 0.0}, {2.0, 2.0}, {6.0, 6.0}, {7.0, 6.0}}) EXPECT_EQ(value("relu6", z), y);
  for (const auto& [z, y] : {std::pair{-4.0, 0.0}, {-3.0, 0.0}, {0.0, 0.5}, {1.5, 0.75}, {3.0, 1.0}, {4.0, 1.0}})
    EXPECT_EQ(value("hard_sigmoid", z), y);
  for (const auto& [z, y] : {std::pair{-2.0, -1.0}, {-0.25, -0.25}, {1.0, 1.0}, {7.0, 1.0}})
    EXPECT_EQ(value("hard_tanh", z), y);
  EXPECT_DOUBLE_EQ(value("exponential", std::log(5)), 5);
}

// The standard library's own is within 3 units in the last place.
TEST(Tanh, KeepsItsDigitsInDouble) {
  std::vector<double> x{0.0, -0.0, 5e-324, -1e-310, 1e-300, 1e-9, 0.4999,
                        0.5, -0.5, 0.5001, 19.99,   20.01,  1000, -1e300};
  for (int i = -3000; i <= 3000; ++i) x.push_back(i / 1000.0);
  std::vector<double> y(x.size());
  const auto size = static_cast<Index>(x.size());
  Tanh<double>().apply(In<double>(x.data(), size, 1), Out<double>(y.data(), size, 1));
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double expected = std::tanh(x[i]);
    EXPECT_NEAR(y[i], expected, 8e-16 * std::abs(expected)) << x[i];
    EXPECT_EQ(std::signbit(y[i]), std::signbit(x[i])) << x[i];
  }
  x = {INFINITY, -INFINITY, NAN};
  Tanh<double>().apply(In<double>(x.data(), 3, 1), Out<double>(y.data(), 3, 1));
  EXPECT_TRUE(y[0] == 1 && y[1] == -1 && std::isnan(y[2]));
}

TEST(Exponential, CoversTheWholeRange) {
  for (const double z : {88.7, 80.0, -87.0})
    EXPECT_NEAR(value_at<float>("exponential", z) / std::exp(float(z)), 1, 5e-7);
  EXPECT_EQ(value_at<float>("exponential", 89), std::numeric_limits<double>::infinity());
  EXPECT_NEAR(value_at<float>("exponential", -100), std::exp(-100.0), 1.5e-45);  // a unit of the denormals
  EXPECT_EQ(value_at<float>("exponential", -110), 0);
  EXPECT_NEAR(value_at<double>("exponential", 709.7) / std::exp(709.7), 1, 1e-15);
  EXPECT_NEAR(value_at<double>("exponential", -740), std::exp(-740.0), 5e-324);
  EXPECT_EQ(value_at<double>("exponential", -750), 0);
}

TEST(Gelu, TanhFormIsOffByAtMostFiveTenThousandths) {
  double worst = 0;
  for (double z = -6; z <= 6; z += 0.01)
    worst = std::max(worst, std::abs(value_at<double>("gelu_tanh", z) - value_at<double>("gelu", z)));
  EXPECT_LT(worst, 5e-4);
  EXPECT_GT(worst, 4e-4);
}

TEST(Activation, HasTheDerivativeOfTheLeftBranchAtAKink) {
  EXPECT_EQ(slope_at<double>("relu", 0), 0);
  EXPECT_EQ(slope_at<double>("relu", 1e-300), 1);
  EXPECT_EQ(slope_at<double>("leaky_relu", 0), 0.01);
  EXPECT_EQ(slope_at<double>("elu_0.5", 0), 0.5);
  EXPECT_EQ(slope_at<double>("sigmoid", 0), 0.25);
  EXPECT_EQ(slope_at<double>("tanh", 0), 1);
  for (const auto& [z, slope] : {std::pair{0.0, 0.0}, {1e-300, 1.0}, {6.0, 1.0}, {6.000001, 0.0}})
    EXPECT_EQ(slope_at<double>("relu6", z), slope) << z;
  for (const auto& [z, slope] : {std::pair{-3.0, 0.0}, {-2.999, 1.0 / 6}, {3.0, 1.0 / 6}, {3.001, 0.0}})
    EXPECT_EQ(slope_at<double>("hard_sigmoid", z), slope) << z;
  for (const auto& [z, slope] : {std::pair{-1.0, 0.0}, {-0.999, 1.0}, {1.0, 1.0}, {1.001, 0.0}})
    EXPECT_EQ(slope_at<double>("hard_tanh", z), slope) << z;
  for (const std::string& name : elementwise_names())
    for (const double kink : make_activation<double>(name)->kinks())
      EXPECT_NEAR(slope_at<double>(name, kink), slope_at<double>(name, kink - 1e-9), 1e-8) << name;
}

TEST(Activation, NamesItsKinks) {
  for (const std::string& name : elementwise_names()) {
    std::vector<double> jumps;
    for (double z = -10; z <= 10; z += 0.5)
      if (std::abs(slope_at<double>(name, z + 1e-9) - slope_at<double>(name, z - 1e-9)) > 1e-3) jumps.push_back(z);
    EXPECT_EQ(make_activation<double>(name)->kinks(), jumps) << name;
  }
}

template <class T>
void expect_golden(const std::string& suffix, double relative, double slope_tolerance) {
  const Golden golden("math/math.csv");
  std::vector<double> points = golden["x"];
  if (std::is_same_v<T, float>) points.resize(static_cast<std::size_t>(golden["float_points"][0]));
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double tiny = 2 * static_cast<double>(std::numeric_limits<T>::min());
  for (const std::string& name : elementwise_names()) {
    const Curve<T> curve(*make_activation<T>(name), points);
    const std::vector<double>&values = golden[name + "/value" + suffix], &slopes = golden[name + "/slope" + suffix];
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Index at = static_cast<Index>(i);
      if (std::isinf(static_cast<T>(values[i]))) {
        EXPECT_EQ(static_cast<double>(curve.y(at)), values[i] > 0 ? infinity : -infinity) << name << "(" << points[i];
        continue;
      }
      // A relative error of x, such as that of computing x², becomes the error x·g'(x) of g.
      const double scale = std::max(std::abs(values[i]), std::abs(points[i] * slopes[i]));
      EXPECT_NEAR(static_cast<double>(curve.y(at)), values[i], relative * scale + tiny)
          << name << "(" << points[i] << ")";
      // 1 − y² and y(1 − y) lose digits where y is near 1, PyTorch's too.
      EXPECT_NEAR(static_cast<double>(curve.slope(at)), slopes[i], relative * std::abs(slopes[i]) + slope_tolerance)
          << name << "'(" << points[i] << ")";
    }
  }
}

TEST(Activation, IsPyTorchs) { expect_golden<double>("", 2e-15, 4e-16); }

TEST(Activation, IsPyTorchsInFloat) {
  expect_golden<float>("_float", 5e-7, 5e-7);
  expect_golden<float>("", 5e-7, 5e-7);  // and rounding aside that of double
}

template <class T>
void expect_golden_softmax(double tolerance) {
  const Golden golden("math/math.csv");
  const Index samples = static_cast<Index>(golden["columns"].size()) / 4;
  TestArray<T> x(4, samples), y(4, samples), dy(4, samples), dx(4, samples);
  for (Index i = 0; i < x.size(); ++i) {
    x.data()[i] = static_cast<T>(golden["columns"][static_cast<std::size_t>(i)]);
    dy.data()[i] = static_cast<T>(golden["softmax/dy"][static_cast<std::size_t>(i)]);
  }
  const auto softmax = make_activation<T>("softmax");
  softmax->apply(x.in(), y.out());
  softmax->pullback(x.in(), y.in(), dy.in(), dx.out());
  for (Index i = 0; i < x.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(y.data()[i]), golden["softmax/value"][static_cast<std::size_t>(i)], tolerance);
    EXPECT_NEAR(static_cast<double>(dx.data()[i]), golden["softmax/dx"][static_cast<std::size_t>(i)], tolerance);
  }
  for (Index j = 0; j < samples; ++j) EXPECT_NEAR(static_cast<double>(y.in().col(j).sum()), 1, tolerance);
}

TEST(Softmax, IsPyTorchs) {
  expect_golden_softmax<double>(1e-15);
  expect_golden_softmax<float>(5e-7);
}

TEST(Softmax, ByHand) {  // of (0, ln 3): 1/4 and 3/4
  const auto x = column<double>({0, std::log(3)});
  TestArray<double> y(2, 1);
  make_activation<double>("softmax")->apply(x.in(), y.out());
  EXPECT_DOUBLE_EQ(y(0), 0.25);
  EXPECT_DOUBLE_EQ(y(1), 0.75);
}

template <class T>
class AnyActivation : public testing::Test {};
using Precisions = testing::Types<float, double>;
TYPED_TEST_SUITE(AnyActivation, Precisions);

TYPED_TEST(AnyActivation, StaysFiniteFarOut) {
  using T = TypeParam;
  for (const std::string& name : activation_names()) {
    const auto g = make_activation<T>(name);
    TestArray<T> x = column<T>({-1000, -100, 0, 100, 1000}), y(5, 1), dx(5, 1), dy = column<T>({1, 1, 1, 1, 1});
    g->apply(x.in(), y.out());
    g->pullback(x.in(), y.in(), dy.in(), dx.out());
    EXPECT_FALSE(y.in().isNaN().any() || dx.in().isNaN().any()) << name;
    if (name != "exponential") {  // e^1000 is beyond the range
      EXPECT_TRUE(y.in().isFinite().all() && dx.in().isFinite().all()) << name;
    }
  }
}

TYPED_TEST(AnyActivation, LeavesNotANumberWhatItIs) {
  using T = TypeParam;
  for (const std::string& name : activation_names()) {
    const auto g = make_activation<T>(name);
    for (const Index place : {0, 7, 16, 18}) {  // in a whole register, and in what is left over
      TestArray<T> x = random_array<T>(19, 1, "x"), y(19, 1);
      x(place) = nan_of<T>;
      g->apply(x.in(), y.out());
      EXPECT_TRUE(std::isnan(y(place))) << name << ", place " << place;
      EXPECT_EQ(y.in().isNaN().count(), g->elementwise() ? 1 : 19) << name;
    }
  }
}

TYPED_TEST(AnyActivation, GivesTheSameBitsInPlace) {
  using T = TypeParam;
  for (const std::string& name : activation_names()) {
    const auto g = make_activation<T>(name);
    const TestArray<T> x = random_array<T>(16, 5, "x", 3), dy = random_array<T>(16, 5, "dy");
    TestArray<T> y(16, 5), dx(16, 5), y_in_place = x, dx_in_place = dy;
    g->apply(x.in(), y.out());
    g->apply(y_in_place.in(), y_in_place.out());
    EXPECT_TRUE(y_in_place.same_bits(y)) << name;
    g->pullback(x.in(), y.in(), dy.in(), dx.out());
    g->pullback(x.in(), y.in(), dx_in_place.in(), dx_in_place.out());
    EXPECT_TRUE(dx_in_place.same_bits(dx)) << name;
  }
}

// What says that it does not read its input must not: x may hold anything by then.
TYPED_TEST(AnyActivation, IsHonestAboutReadingItsInput) {
  using T = TypeParam;
  for (const std::string& name : activation_names()) {
    const auto g = make_activation<T>(name);
    const TestArray<T> x = random_array<T>(16, 5, "x", 3), dy = random_array<T>(16, 5, "dy"), poison(16, 5, nan_of<T>);
    TestArray<T> y(16, 5), dx(16, 5), without(16, 5);
    g->apply(x.in(), y.out());
    g->pullback(x.in(), y.in(), dy.in(), dx.out());
    g->pullback(poison.in(), y.in(), dy.in(), without.out());
    EXPECT_EQ(without.same_bits(dx), !g->pullback_reads_input()) << name;
  }
}

TYPED_TEST(AnyActivation, ThatIsElementwiseMayBeCutAnywhere) {
  using T = TypeParam;
  for (const std::string& name : elementwise_names()) {
    const auto g = make_activation<T>(name);
    const TestArray<T> x = random_array<T>(32, 3, "x", 3);
    TestArray<T> whole(32, 3), cut(32, 3);
    g->apply(x.in(), whole.out());
    for (Index i = 0; i < x.size(); i += 16) g->apply(In<T>(x.data() + i, 16, 1), Out<T>(cut.data() + i, 16, 1));
    EXPECT_TRUE(cut.same_bits(whole)) << name;
  }
}

TYPED_TEST(AnyActivation, KnowsItsLargestSlopeAndWhetherItSaturates) {
  using T = TypeParam;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::vector<std::tuple<std::string, double, bool>> expected{
      {"linear", 1, false},
      {"sigmoid", 0.25, true},
      {"tanh", 1, true},
      {"relu", 1, false},
      {"leaky_relu", 1, false},
      {"elu", 1, false},
      {"elu_0.5", 1, false},
      {"softplus", 1, false},
      {"softplus_3", 1, false},
      {"softsign", 1, true},
      {"selu", 1.0507009873554805 * 1.6732632423543772, false},
      // at √2: Φ(√2) + √2·φ(√2)
      {"gelu", std::erfc(-1) / 2 + std::exp(-1) / std::sqrt(M_PI), false},
      {"gelu_tanh", 1.128993069, false},
      {"silu", 1.09983932, false},
      {"mish", 1.088498161, false},
      {"relu6", 1, false},
      {"hard_sigmoid", 1.0 / 6, true},
      {"hard_tanh", 1, true},
      {"exponential", infinity, false},
      {"scaled_tanh", 1.7159 * 2 / 3, true},
      {"softmax", 0, false},
      {"formula_swish", 1.099839320, false},
      {"formula_tanh", 0.5, true},
      {"formula_kinked", 2.25, false}};
  ASSERT_EQ(expected.size(), activation_names().size());
  for (const auto& [name, slope, flattens] : expected) {
    const double found = largest_slope(*make_activation<T>(name));
    EXPECT_TRUE(found == slope || std::abs(found - slope) < 1e-6) << name << ": " << found;
    EXPECT_EQ(saturates(*make_activation<T>(name)), flattens) << name;
  }
}

}  // namespace
}  // namespace mlp::test
