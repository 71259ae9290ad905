#pragma once
// Weights that an initializer draws, a million of them, against the distribution that it claims.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "mlp/core/statistics.h"
#include "mlp/math/initializer.h"
#include "tests/support/distribution.h"

namespace mlp::test {

using SharedInitializer = std::shared_ptr<const Initializer>;

constexpr TensorShape million_weights{.fan_in = 1250, .fan_out = 800};

inline std::vector<double> draw(const SharedInitializer& initializer, const TensorShape& shape,
                                const std::string& name = "dense_1/kernel") {
  std::vector<double> w(static_cast<std::size_t>(shape.size()));
  initializer->fill(RandomStream(1, Purpose::initial_weights, place_of(name)), shape, w);
  return w;
}

/// What a distribution is meant to be. The limit of a uniform one is the distance of its ends from the mean, else 0.
struct ExpectedDistribution {
  std::string shape;  // "uniform", "normal" or "truncated normal", which is cut two standard deviations from the mean
  double mean = 0, stddev = 0, limit = 0;

  double cumulative(double x) const {
    if (shape == "uniform") return std::clamp((x - mean + limit) / (2 * limit), 0.0, 1.0);
    if (shape == "normal") return normal_distribution((x - mean) / stddev);
    const double z = std::clamp((x - mean) / (stddev / 0.8796256610342398), -2.0, 2.0);
    return (normal_distribution(z) - normal_distribution(-2)) / (1 - 2 * normal_distribution(-2));
  }
};

/// The values have its moments, and its distribution by the test of Kolmogorov and Smirnov.
inline void expect_distribution(const std::vector<double>& w, const ExpectedDistribution& expected,
                                const std::string& what = "") {
  const double n = static_cast<double>(w.size());
  const MeanAndStd found = mean_and_std(std::span<const double>(w));
  EXPECT_NEAR(found.mean, expected.mean, 5 * expected.stddev / std::sqrt(n)) << what;
  EXPECT_NEAR(found.stddev, expected.stddev, 5 * expected.stddev / std::sqrt(n)) << what;
  const auto cdf = [&](double x) { return expected.cumulative(x); };
  EXPECT_LT(ks_distance(w, cdf), 1.95 / std::sqrt(n)) << what;  // exceeded once in a thousand seeds
  if (expected.limit > 0) {
    EXPECT_GE(*std::ranges::min_element(w), expected.mean - expected.limit) << what;
    EXPECT_LE(*std::ranges::max_element(w), expected.mean + expected.limit) << what;
  }
}

/// And the initializer says so.
inline void expect_claim(const SharedInitializer& initializer, const TensorShape& shape,
                         const ExpectedDistribution& expected, const std::string& what = "") {
  const InitialDistribution claim = initializer->distribution(shape);
  EXPECT_EQ(claim.shape, expected.shape) << what;
  EXPECT_NEAR(claim.mean, expected.mean, 1e-15) << what;
  EXPECT_NEAR(claim.stddev, expected.stddev, 1e-12) << what;
  EXPECT_NEAR(claim.limit, expected.limit, 1e-15) << what;
  expect_distribution(draw(initializer, shape), expected, what);
}

}  // namespace mlp::test
