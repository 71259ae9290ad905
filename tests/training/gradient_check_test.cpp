// The gradient check itself: what it must find, and what it must not call wrong.

#include "mlp/training/gradient_check.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "mlp/model/layers/dense.h"
#include "tests/support/gradient_case.h"

namespace mlp::test {
namespace {

ParameterLayout layout_of(Index size) {
  ParameterLayout layout;
  layout.add("w", {size}, {1, size, false}, {make_constant(0), {}});
  return layout;
}

/// The check of one tensor, at w with the alleged gradient a of J.
TensorCheck check_vector(std::vector<double> w, std::vector<double> a, const std::function<double(const double*)>& J,
                         GradientCheckSettings settings = {}) {
  return compare_gradient(layout_of(static_cast<Index>(w.size())), w, a, J, settings).front();
}

TEST(GradientCheck, GivesTheErrorsOfAHandWorkedCase) {
  // J = ½(w₀² + w₁²) at (3, 4), whose gradient is (3, 4), against the alleged (3, 5).
  const auto J = [](const double* w) { return (w[0] * w[0] + w[1] * w[1]) / 2; };
  const TensorCheck check = check_vector({3, 4}, {3, 5}, J);
  EXPECT_EQ(check.checked, 2);
  EXPECT_EQ(check.worst_entry, 1);
  EXPECT_EQ(check.back_propagated, 5);
  EXPECT_NEAR(check.by_differences, 4, 1e-9);
  EXPECT_NEAR(check.worst_error, 1.0 / 5, 1e-9);
  EXPECT_NEAR(check.relative_error, 1 / (std::sqrt(34) + 5), 1e-9);
  EXPECT_FALSE(check.passed);
  EXPECT_TRUE(check_vector({3, 4}, {3, 4}, J).passed);
}

TEST(GradientCheck, MeasuresSmallEntriesAgainstTheLargestOfTheTensor) {
  // Entry 1 is off by 1e-8; 1e-3 of the largest entry is 1, so that is an error of 1e-8, within the limit.
  const auto J = [](const double* w) { return 1000 * w[0] + 1e-6 * w[1]; };
  EXPECT_NEAR(check_vector({0, 0}, {1000, 1e-6 + 1e-8}, J).worst_error, 1e-8, 1e-9);
  // Alone in its tensor it is off by a hundredth.
  EXPECT_NEAR(check_vector({0}, {1e-6 + 1e-8}, [](const double* w) { return 1e-6 * w[0]; }).worst_error, 0.01, 1e-4);
}

TEST(GradientCheck, FindsAForgottenEntry) {
  const auto J = [](const double* w) { return w[0] + w[1]; };
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double forgotten : {infinity, -infinity, std::nan(""), 0.0}) {
    const TensorCheck check = check_vector({1, 2}, {1, forgotten}, J);
    EXPECT_FALSE(check.passed) << forgotten;
    EXPECT_EQ(check.worst_entry, 1) << forgotten;
  }
}

TEST(GradientCheck, FindsASmallErrorInOneEntryOfALayerWhereGradientsVanish) {
  std::vector<LayerDescription<double>> layers;
  for (const char* name : {"a", "b", "c", "d", "e", "f"})
    layers.push_back(dense<double>(name, 5, {.activation = "sigmoid"}));
  layers.push_back(dense<double>("output", 1, {.activation = "sigmoid"}));
  GradientCase net(std::move(layers), "binary_crossentropy", true);
  Buffer<double> gradient(net.parameters.size());
  Execution<double> run = net.execution();
  run.gradient = gradient.data();
  net.objective.gradient(run);
  const auto J = [&](const double* w) {
    Execution<double> there = run;
    there.parameters = w;
    return net.objective.value(there).sum / static_cast<double>(run.samples);
  };
  const ParameterBlock& first = net.model.parameters().blocks().front();
  const double largest = ConstSlice<double>(gradient.data(), first.size).abs().maxCoeff();
  ASSERT_LT(largest, 2e-5);
  Index wrong_ones = 0;
  for (Index entry = 0; entry < first.size; ++entry) {
    if (std::abs(gradient[static_cast<std::size_t>(entry)]) < 1e-3 * largest) continue;  // small beside its neighbours
    ++wrong_ones;
    Buffer<double> wrong = gradient;
    wrong[static_cast<std::size_t>(entry)] *= 1 + 1e-4;
    const auto checks = compare_gradient(net.model.parameters(), net.parameters, wrong, J, every_entry);
    EXPECT_FALSE(checks[0].passed) << "entry " << entry;
    EXPECT_EQ(checks[0].worst_entry, entry);
    EXPECT_NEAR(checks[0].worst_error, 1e-4, 1e-6);
    for (std::size_t i = 1; i < checks.size(); ++i) EXPECT_TRUE(checks[i].passed) << checks[i].name;
  }
  EXPECT_GE(wrong_ones, 12);
}

TEST(GradientCheck, StepsAroundKinks) {
  const auto corner_at = [](double kink) {  // slopes 0 and 1
    return [kink](const double* w) { return std::max(0.0, w[0] - kink) + w[0] * w[0]; };
  };
  for (const double distance : {1e-1, 1e-2, 1e-3, 1e-4}) {
    EXPECT_EQ(check_vector({0}, {0}, corner_at(distance)).worst_error, 0) << distance;
    const TensorCheck beyond = check_vector({distance}, {1 + 2 * distance}, corner_at(0));
    EXPECT_TRUE(beyond.passed && beyond.checked == 1) << distance;
    EXPECT_FALSE(check_vector({distance}, {2 * distance}, corner_at(0)).passed) << distance;
  }
  // On a kink, or next to it, there is nothing to compare with: neither branch is called wrong.
  for (const double distance : {0.0, 1e-12, 1e-9}) {
    for (const double branch : {0.0, 1.0}) {
      const TensorCheck check = check_vector({0}, {branch}, corner_at(distance));
      EXPECT_TRUE(check.passed) << distance;
      EXPECT_EQ(check.skipped, 1) << distance;
    }
  }
  // A second kink a little further on, which takes the first one back, makes both sides look alike to a wide step.
  const auto hump = [](const double* w) { return std::max(0.0, w[0]) - std::max(0.0, w[0] - 1e-3); };
  for (const double branch : {0.0, 1.0}) EXPECT_EQ(check_vector({0}, {branch}, hump).skipped, 1);
}

TEST(GradientCheck, SkipsWhatRoundingErrorsHideButNotWhatTheyCannot) {
  const auto J = [](const double* w) { return 1 + 1e-13 * w[0]; };
  EXPECT_EQ(check_vector({0}, {1e-13}, J).skipped, 1);
  EXPECT_FALSE(check_vector({0}, {1e-9}, J).passed);
  // A parameter that has no influence at all is no matter of rounding.
  const TensorCheck unused = check_vector({0}, {0}, [](const double*) { return 1.0; });
  EXPECT_EQ(unused.checked, 1);
  EXPECT_TRUE(unused.passed);
}

TEST(GradientCheck, ServesFunctionsOfAnyScale) {
  for (const double scale : {1e-6, 1e-3, 1.0, 1e3, 1e5}) {  // unscaled features make a net this steep
    const auto J = [&](const double* w) { return std::tanh(scale * w[0] + 0.3); };
    const double slope = scale * (1 - std::pow(std::tanh(0.3), 2));
    const TensorCheck check = check_vector({0}, {slope}, J);
    EXPECT_EQ(check.checked, 1) << scale;
    EXPECT_TRUE(check.passed) << scale << ": " << check.worst_error;
    EXPECT_FALSE(check_vector({0}, {slope * (1 + 1e-5)}, J).passed) << scale;
  }
}

TEST(GradientCheck, TakesRandomEntriesOfALargeTensorAndAnotherForEachSkipped) {
  std::vector<double> w(10000), a(10000, 1);
  const auto sum = [](const double* v) { return std::accumulate(v, v + 10000, 0.0); };
  const TensorCheck some = check_vector(w, a, sum, {.entries = 20});
  EXPECT_EQ(some.checked, 20);
  EXPECT_EQ(some.size, 10000);
  EXPECT_NE(check_vector(w, a, sum, {.entries = 20, .seed = 1}).by_differences, 0);
  std::set<Index> worst;  // one wrong entry of all would be found by chance alone; all wrong ones show which were taken
  for (std::uint64_t seed = 0; seed < 10; ++seed)
    worst.insert(check_vector(w, std::vector<double>(10000, 2), sum, {.entries = 1, .seed = seed}).worst_entry);
  EXPECT_GE(worst.size(), 9u);
  // Every second entry stands on a kink.
  const auto kinks = [](const double* v) {
    double total = 0;
    for (int i = 0; i < 10000; ++i) total += i % 2 == 0 ? std::abs(v[i]) : v[i];
    return total;
  };
  const TensorCheck odd = check_vector(w, a, kinks, {.entries = 20});
  EXPECT_EQ(odd.checked, 20);
  EXPECT_GT(odd.skipped, 3);
  EXPECT_TRUE(odd.passed);
}

// With biases of 0, a sample of zeros puts every unit of a ReLU net on its kink.
TEST(GradientCheck, LeavesASpecialPointWhereNothingCouldBeChecked) {
  const auto zero = make_constant(0);
  GradientCase net({dense<double>("a", 4, {.activation = "relu", .bias_values = zero}), dense<double>("b", 1)},
                   "mean_squared_error", false);
  std::fill_n(net.objective.inputs(), GradientCase::features, 0.0);
  const auto biases = [&] { return net.check()[1]; };
  ASSERT_EQ(biases().name, "a/bias");
  EXPECT_EQ(biases().checked, 0);
  EXPECT_EQ(biases().skipped, 4);
  EXPECT_TRUE(biases().passed);
  leave_special_point(1, net.parameters);
  EXPECT_EQ(biases().checked, 4);
  EXPECT_TRUE(biases().passed);
}

/// y = w ∘ x, with a mistake of choice in its gradient.
struct FaultyScale final : Layer<double> {
  enum class Fault { none, forgets_last, wrong_sign, ignores_store } fault;
  Index offset = 0, units = 0;

  explicit FaultyScale(Fault the_fault) : fault(the_fault) {}
  Index build(std::span<const Index> rows, const BuildContext& context) override {
    units = only_input(rows, context);
    offset = context.parameters.add(context.name + "/w", {units}, {units, units, false}, {make_normal(1, 0.1, 1), {}});
    return units;
  }
  ConstSlice<double> w(const Pass<double>& p) const { return {p.run.parameters + offset, units}; }
  void forward(const Pass<double>& p) const override { p.y() = p.x().colwise() * w(p); }
  void backward(const Pass<double>& p) const override {
    const Index written = fault == Fault::forgets_last ? units - 1 : units;
    Slice<double>(p.run.gradient + offset, written) = (p.dy() * p.x()).rowwise().sum().head(written);
    const double sign = fault == Fault::wrong_sign ? -1 : 1;
    if (fault == Fault::ignores_store && p.store() == Store::add)
      p.dx() = p.dy().colwise() * w(p);
    else
      p.write_dx(0, sign * (p.dy().colwise() * w(p)));
  }
};

std::vector<std::string> failures_of(FaultyScale::Fault fault) {
  std::vector<LayerDescription<double>> layers{dense<double>("a", 3, {.activation = "tanh"})};
  layers.push_back({.name = "scale", .type = "scale", .stages = {std::make_shared<FaultyScale>(fault)}});
  layers.push_back(add<double>("sum", {"a", "scale"}));
  layers.push_back(dense<double>("b", 1));
  GradientCase net(std::move(layers), "mean_squared_error", false);
  std::vector<std::string> names;
  for (const TensorCheck& check : net.check())
    if (!check.passed) names.push_back(check.name);
  return names;
}

TEST(GradientCheck, FindsTheUsualMistakesOfALayer) {
  using Fault = FaultyScale::Fault;
  using Names = std::vector<std::string>;
  EXPECT_EQ(failures_of(Fault::none), Names{});
  EXPECT_EQ(failures_of(Fault::forgets_last), Names{"scale/w"});
  EXPECT_EQ(failures_of(Fault::wrong_sign), (Names{"a/kernel", "a/bias"}));
  EXPECT_EQ(failures_of(Fault::ignores_store), (Names{"a/kernel", "a/bias"}));
}

}  // namespace
}  // namespace mlp::test
