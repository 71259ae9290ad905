// Losses: numbers by hand, values and gradients by PyTorch, gradients by differences.

#include "mlp/math/loss.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/array.h"
#include "tests/support/golden.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {
namespace {

template <class T>
struct Evaluated {
  TestArray<T> loss, dz;
};

template <class T>
Evaluated<T> evaluate(const std::string& name, const TestArray<T>& z, const TestArray<T>& t, T scale = 1) {
  Evaluated<T> result{z, z};
  make_loss<T>(name)->evaluate(z.in(), t.in(), scale, result.loss.out(), result.dz.out());
  return result;
}

template <class T>
TestArray<T> array(Index rows, const std::vector<double>& values) {
  TestArray<T> a(rows, static_cast<Index>(values.size()) / rows);
  std::transform(values.begin(), values.end(), a.data(), [](double v) { return static_cast<T>(v); });
  return a;
}

TEST(BinaryCrossentropy, ByHand) {
  const double p = 0.75, z = std::log(3);  // σ(ln 3) = 3/4
  const auto r = evaluate("binary_crossentropy", column<double>({0, z, z, z}), column<double>({1, 1, 0, 0.5}));
  EXPECT_DOUBLE_EQ(r.loss(0), std::log(2));
  EXPECT_DOUBLE_EQ(r.loss(1), -std::log(p));
  EXPECT_DOUBLE_EQ(r.loss(2), -std::log(1 - p));
  EXPECT_DOUBLE_EQ(r.loss(3), -0.5 * (std::log(p) + std::log(1 - p)));
  EXPECT_DOUBLE_EQ(r.dz(0), -0.5);
  EXPECT_DOUBLE_EQ(r.dz(1), -0.25);
  EXPECT_DOUBLE_EQ(r.dz(2), 0.75);
  EXPECT_DOUBLE_EQ(r.dz(3), 0.25);
}

TEST(CategoricalCrossentropy, ByHand) {  // softmax(0, ln 2, 0) = (1/4, 1/2, 1/4)
  const auto r = evaluate("categorical_crossentropy", column<double>({0, std::log(2), 0}), column<double>({0, 0, 1}));
  EXPECT_EQ(r.loss(0), 0);
  EXPECT_EQ(r.loss(1), 0);
  EXPECT_DOUBLE_EQ(r.loss(2), std::log(4));
  EXPECT_DOUBLE_EQ(r.dz(0), 0.25);
  EXPECT_DOUBLE_EQ(r.dz(1), 0.5);
  EXPECT_DOUBLE_EQ(r.dz(2), -0.75);
}

TEST(SquaredAndAbsoluteError, ByHand) {
  const auto z = column<double>({3, -1, 2}), t = column<double>({1, 1, 2});
  const auto square = evaluate("mean_squared_error", z, t, 0.5), absolute = evaluate("mean_absolute_error", z, t, 0.5);
  EXPECT_EQ(square.loss(0), 4);
  EXPECT_EQ(square.loss(2), 0);
  EXPECT_EQ(square.dz(0), 2);  // scale · 2 · 2
  EXPECT_EQ(square.dz(1), -2);
  EXPECT_EQ(absolute.loss(1), 2);
  EXPECT_EQ(absolute.dz(0), 0.5);
  EXPECT_EQ(absolute.dz(1), -0.5);
  EXPECT_EQ(absolute.dz(2), 0);  // by convention
}

TEST(Huber, ByHand) {
  const auto z = column<double>({3, 0.5, -1, 0, 1.5}), t = column<double>({0, 0, 1, 0, 1});
  const std::string wide = R"({"type": "huber", "delta": 2})";
  const auto r = evaluate("huber", z, t, 0.5), w = evaluate(wide, z, t);
  const double losses[] = {2.5, 0.125, 1.5, 0, 0.125}, slopes[] = {0.5, 0.25, -0.5, 0, 0.25};
  for (Index i = 0; i < 5; ++i) {
    EXPECT_EQ(r.loss(i), losses[i]) << i;
    EXPECT_EQ(r.dz(i), slopes[i]) << i;
  }
  EXPECT_EQ(w.loss(0), 4);  // 2·(3 − 1)
  EXPECT_EQ(w.dz(0), 2);
  EXPECT_EQ(w.loss(2), 2);  // both branches: (−2)²/2 = 2·(2 − 1)
  EXPECT_EQ(w.dz(2), -2);
}

TEST(Hinge, ByHand) {  // the targets 1 and 0 stand for 1 and −1
  const auto r = evaluate("hinge", column<double>({2, 1, 0.25, -1, 2, -1, -0.25, 0}),
                          column<double>({1, 1, 1, 1, 0, 0, 0, 0.5}), 0.5);
  const double losses[] = {0, 0, 0.75, 2, 3, 0, 0.75, 1}, slopes[] = {0, 0, -0.5, -0.5, 0.5, 0, 0.5, 0};
  for (Index i = 0; i < 8; ++i) {
    EXPECT_EQ(r.loss(i), losses[i]) << i;
    EXPECT_EQ(r.dz(i), slopes[i]) << i;
  }
}

TEST(Hinge, IsScikitLearns) {
  const auto r = evaluate("hinge", column<double>({0.3, 0.3, -2, -1.5, 1}), column<double>({0, 1, 1, 0, 1}));
  EXPECT_DOUBLE_EQ(r.loss.in().mean(), Golden("math/math.csv")["hinge/mean"][0]);
}

TEST(Hinge, DecidesAtZero) {
  EXPECT_EQ(make_loss<double>("hinge")->decision(), 0);
  EXPECT_EQ(make_loss<double>("binary_crossentropy")->decision(), 0.5);
}

template <class T>
void expect_golden(double tolerance) {
  const Golden golden("math/math.csv");
  const auto near = [&](T value, double expected, const std::string& what) {
    EXPECT_NEAR(static_cast<double>(value), expected, tolerance * std::max(1.0, std::abs(expected))) << what;
  };
  const TestArray<T> z = array<T>(1, golden["losses/z"]), t = array<T>(1, golden["losses/t"]);
  for (const std::string name :
       {"binary_crossentropy", "mean_squared_error", "mean_absolute_error", "huber", "huber_0.5", "hinge"}) {
    const auto r = evaluate<T>(name == "huber_0.5" ? R"({"type": "huber", "delta": 0.5})" : name, z, t);
    for (Index i = 0; i < z.size(); ++i) {
      const std::string at = name + " at z = " + std::to_string(z.data()[i]) + ", t = " + std::to_string(t.data()[i]);
      near(r.loss.data()[i], golden[name + "/value"][static_cast<std::size_t>(i)], at);
      near(r.dz.data()[i], golden[name + "/gradient"][static_cast<std::size_t>(i)], at);
    }
  }
  const std::string name = "categorical_crossentropy";
  const auto r = evaluate<T>(name, array<T>(4, golden["columns"]), array<T>(4, golden[name + "/target"]));
  for (Index j = 0; j < r.loss.cols; ++j) {
    near(r.loss.in().col(j).sum(), golden[name + "/value"][static_cast<std::size_t>(j)], name);
    for (Index k = 0; k < 4; ++k)
      near(r.dz(k, j), golden[name + "/gradient"][static_cast<std::size_t>(4 * j + k)], name);
  }
}

TEST(Loss, IsPyTorchs) { expect_golden<double>(2e-15); }

TEST(Loss, IsPyTorchsInFloat) { expect_golden<float>(5e-7); }

// A wrong answer of certainty costs |z|, and its gradient is exactly 1: saturation loses nothing.
TEST(BinaryCrossentropy, KeepsAnExactGradientWhereTheOutputIsSaturated) {
  const auto r =
      evaluate<float>("binary_crossentropy", column<float>({1000, -1000, 100, -100}), column<float>({0, 1, 0, 1}));
  EXPECT_EQ(r.loss(0), 1000);
  EXPECT_EQ(r.loss(1), 1000);
  for (Index i = 0; i < 4; ++i) EXPECT_EQ(std::abs(r.dz(i)), 1);
}

TEST(CategoricalCrossentropy, KeepsAnExactGradientWhereTheOutputIsSaturated) {
  const auto r = evaluate<float>("categorical_crossentropy", column<float>({1000, -1000, 0}), column<float>({0, 1, 0}));
  EXPECT_EQ(r.loss.in().sum(), 2000);
  EXPECT_EQ(r.dz(0), 1);
  EXPECT_EQ(r.dz(1), -1);
  EXPECT_EQ(r.dz(2), 0);
}

TEST(Loss, GradientIsThatOfDifferences) {
  for (const LossCase& c : loss_cases()) {
    const auto loss = make_loss<double>(c.name);
    TestArray<double> z = random_array<double>(c.outputs, 6, "z", 2), t(c.outputs, 6), losses = z, dz = z, ignored = z;
    for (Index j = 0; j < 6; ++j) t(j % c.outputs, j) = 1;
    loss->evaluate(z.in(), t.in(), 0.3, losses.out(), dz.out());
    for (Index i = 0; i < z.size(); ++i) {
      const double at = z.data()[i], h = 1e-5;
      const auto total = [&](double value) {
        z.data()[i] = value;
        loss->evaluate(z.in(), t.in(), 1, losses.out(), ignored.out());
        return losses.in().sum();
      };
      EXPECT_NEAR(dz.data()[i], 0.3 * (total(at + h) - total(at - h)) / (2 * h), 1e-9) << c.name;
      z.data()[i] = at;
    }
  }
}

TEST(Loss, LeavesNotANumberWhatItIs) {
  for (const LossCase& c : loss_cases()) {
    TestArray<float> z(c.outputs, 1, std::numeric_limits<float>::quiet_NaN()), t(c.outputs, 1);
    const auto r = evaluate<float>(c.name, z, t);
    EXPECT_TRUE(std::isnan(r.loss.in().sum())) << c.name;
    EXPECT_TRUE(std::isnan(r.dz.in().sum())) << c.name;
  }
}

TEST(Loss, KnowsTheOutputActivationThatItIncludes) {
  EXPECT_EQ(make_loss<double>("binary_crossentropy")->required_output(), "sigmoid");
  EXPECT_EQ(make_loss<double>("categorical_crossentropy")->required_output(), "softmax");
  EXPECT_EQ(make_loss<double>("mean_squared_error")->required_output(), "");
  EXPECT_EQ(make_loss<double>("mean_absolute_error")->required_output(), "");
  EXPECT_EQ(make_loss<double>("huber")->required_output(), "");
  EXPECT_EQ(make_loss<double>("hinge")->required_output(), "linear");
  for (const LossCase& c : loss_cases()) {
    const auto loss = make_loss<double>(c.name);
    EXPECT_EQ(loss->classification_only(), !c.includes.empty()) << c.name;
    for (const std::string& name : activation_names())
      EXPECT_EQ(loss->includes(*make_activation<double>(name)), name == c.includes) << c.name << ", " << name;
  }
}

TEST(Loss, OfASampleIsTheMeanOrTheSumOfItsOutputs) {
  EXPECT_EQ(make_loss<double>("mean_squared_error")->output_weight(4), 0.25);
  EXPECT_EQ(make_loss<double>("mean_squared_error_sum")->output_weight(4), 1);
  EXPECT_EQ(make_loss<double>("categorical_crossentropy")->output_weight(4), 1);
}

}  // namespace
}  // namespace mlp::test
