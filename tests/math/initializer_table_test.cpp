// Every initializer of the catalog: the random ones by moments and by Kolmogorov and Smirnov's test over a million
// draws, with n = fan-in and m = fan-out, against the formulas of their papers.

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "tests/math/drawn_weights.h"
#include "tests/support/vocabulary.h"

namespace mlp::test {
namespace {

constexpr double n = million_weights.fan_in, m = million_weights.fan_out;

ExpectedDistribution normal(double stddev, double mean = 0) { return {"normal", mean, stddev, 0}; }
ExpectedDistribution uniform(double limit, double mean = 0) { return {"uniform", mean, limit / std::sqrt(3), limit}; }
/// 0.87962…: what a cut at two standard deviations leaves of one.
ExpectedDistribution truncated(double stddev, double mean) {
  return {"truncated normal", mean, 0.8796256610342398 * stddev, 0};
}

/// Settings of a config, and the distribution that they mean.
using Case = std::pair<std::string, ExpectedDistribution>;

/// By the initializer's name, for those whose weights are drawn independently of each other.
const std::map<std::string, std::vector<Case>>& independent() {
  static const std::map<std::string, std::vector<Case>> all{
      {"uniform", {{"", uniform(0.05)}, {R"("low": 1, "high": 4, "gain": 2)", uniform(3, 5)}}},
      {"normal", {{"", normal(0.05)}, {R"("mean": -1, "stddev": 0.3, "gain": 2)", normal(0.6, -2)}}},
      {"truncated_normal", {{"", truncated(0.05, 0)}, {R"("mean": -1, "stddev": 0.3, "gain": 2)", truncated(0.6, -2)}}},
      {"xavier", {{"", uniform(1 / std::sqrt(n))}, {R"("gain": 2)", uniform(2 / std::sqrt(n))}}},
      {"glorot_uniform", {{"", uniform(std::sqrt(6 / (n + m)))}, {R"("gain": 2)", uniform(std::sqrt(24 / (n + m)))}}},
      {"glorot_normal", {{"", normal(std::sqrt(2 / (n + m)))}, {R"("gain": 2)", normal(std::sqrt(8 / (n + m)))}}},
      {"he",
       {{"", normal(std::sqrt(2 / n))},
        {R"("distribution": "uniform")", uniform(std::sqrt(2 / n))},
        {R"("distribution": "uniform", "negative_slope": 0.5, "gain": 2)", uniform(2 * std::sqrt(2 / (1.25 * n)))}}},
      {"he_normal",
       {{"", normal(std::sqrt(2 / n))},
        {R"("negative_slope": 0.5, "gain": 2)", normal(2 * std::sqrt(2 / (1.25 * n)))}}},
      {"he_uniform",
       {{"", uniform(std::sqrt(6 / n))},
        {R"("negative_slope": 0.5, "gain": 2)", uniform(2 * std::sqrt(6 / (1.25 * n)))}}},
      {"lecun_uniform", {{"", uniform(std::sqrt(3 / n))}, {R"("gain": 2)", uniform(2 * std::sqrt(3 / n))}}},
      {"lecun_normal", {{"", normal(std::sqrt(1 / n))}, {R"("gain": 2)", normal(2 * std::sqrt(1 / n))}}}};
  return all;
}

std::string with_settings(const std::string& type, const std::string& settings) {
  return R"({"type": ")" + type + "\"" + (settings.empty() ? "" : ", " + settings) + "}";
}

TEST(InitializerTable, EveryIndependentWeightHasTheDistributionOfItsPaper) {
  for (const auto& [type, cases] : independent())
    for (const auto& [settings, expected] : cases) {
      const std::string json = with_settings(type, settings);
      expect_claim(make_initializer(json), million_weights, expected, json);
    }
}

// One that is added to the catalog must be added to one of the tests, too.
TEST(InitializerTable, HasNoOthers) {
  const std::set<std::string> tested_otherwise{"zeros",    "ones",   "constant", "orthogonal",
                                               "identity", "sparse", "lsuv",     "file"};
  for (const std::string& name : initializer_names())
    EXPECT_TRUE(independent().contains(name) || tested_otherwise.contains(name)) << name;
  EXPECT_EQ(initializer_names().size(), independent().size() + tested_otherwise.size());
}

TEST(InitializerTable, ConstantsAreTheirValue) {
  for (const auto& [json, value] : {std::pair{"zeros", 0.0},
                                    {"ones", 1.0},
                                    {R"({"type": "constant"})", 0.0},
                                    {R"({"type": "constant", "value": -2.5})", -2.5}})
    EXPECT_EQ(draw(make_initializer(json), {2, 3}), std::vector<double>(6, value)) << json;
}

// A unit vector that is uniform over the sphere has coordinates that are uniform over [−1, 1] (Archimedes), and every
// row and column of an orthogonal 3×3 matrix is one. Of each of a million matrices one element is taken, in turn.
TEST(InitializerTable, OrthogonalMatricesAreUniformOverAllOfThem) {
  for (const std::string type : {"orthogonal", "lsuv"}) {
    const SharedInitializer initializer = make_initializer(type);
    std::vector<double> elements(1000000), w(9);
    for (std::size_t i = 0; i < elements.size(); ++i) {
      initializer->fill(RandomStream(1, Purpose::initial_weights, i), {3, 3}, w);
      elements[i] = w[i % 9];
    }
    expect_distribution(elements, uniform(1 + 1e-12), type);
  }
  for (const double v : draw(make_initializer(R"({"type": "orthogonal", "gain": 3})"), {1, 1}))
    EXPECT_EQ(std::abs(v), 3);
}

// 1250 units with 800 of 1600 inputs each.
TEST(InitializerTable, SparseWeightsAreNormal) {
  std::vector<double> w =
      draw(make_initializer(R"({"type": "sparse", "connections": 800, "stddev": 0.5, "gain": 3})"), {1600, 1250});
  std::erase(w, 0.0);
  ASSERT_EQ(w.size(), 1000000u);
  expect_distribution(w, normal(1.5));
  w = draw(make_initializer("sparse"), {100, 7});
  EXPECT_EQ(w.size() - static_cast<std::size_t>(std::ranges::count(w, 0.0)), 7u * 15);
}

}  // namespace
}  // namespace mlp::test
