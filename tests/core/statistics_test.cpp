#include "mlp/core/statistics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace mlp {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// By the definition: from the sorted values.
std::vector<double> from_sorted(std::vector<double> values, std::span<const double> percents) {
  std::ranges::sort(values);
  std::vector<double> result;
  for (const double percent : percents) {
    const double place = percent / 100 * static_cast<double>(values.size() - 1), below = std::floor(place);
    const double low = values[static_cast<std::size_t>(below)],
                 high = values[static_cast<std::size_t>(std::ceil(place))];
    result.push_back(low + (place - below) * (high - low));
  }
  return result;
}

// numpy.percentile([3, 1, 2, 10, -4], [0, 2, 50, 98, 100])
TEST(Percentiles, AreNumPys) {
  const std::vector<double> values{3, 1, 2, 10, -4};
  const std::vector<double> found = percentiles<double>(values, std::array{0.0, 2.0, 50.0, 98.0, 100.0});
  const std::vector<double> expected{-4, -3.6, 2, 9.44, 10};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(found.at(i), expected[i], 1e-12) << i;
}

TEST(Percentiles, AreThoseOfTheSortedValuesHoweverTheyLie) {
  std::vector<double> even, skewed, ties, tiny;
  for (int i = 0; i < 3000; ++i) {
    const double share = std::fmod(i * 0.6180339887498949, 1.0);
    even.push_back(share - 0.3);
    skewed.push_back(std::exp(40 * share));  // nearly all in the first bucket
    ties.push_back(std::max(0.0, share - 0.6));
    tiny.push_back(std::numeric_limits<double>::denorm_min() * (i % 7));
  }
  const std::array percents{0.0, 2.0, 33.3, 50.0, 98.0, 100.0};
  for (const auto& values : {even, skewed, ties, tiny, std::vector<double>(5, 0.25), std::vector<double>{7}})
    EXPECT_EQ(percentiles<double>(values, percents), from_sorted(values, percents));
  std::vector<float> floats(even.begin(), even.end());
  EXPECT_EQ(percentiles<float>(floats, percents), from_sorted({floats.begin(), floats.end()}, percents));
}

TEST(Percentiles, OfInfiniteAndOfMissingNumbers) {
  const std::array half{50.0};
  const std::array two{25.0, 75.0};
  EXPECT_EQ(percentiles<double>(std::vector{infinity, 1.0, -infinity, 2.0, 3.0}, half).at(0), 2);
  EXPECT_EQ(percentiles<double>(std::vector{infinity, infinity, infinity}, half).size(), 1u);
  for (const std::vector<double>& values : {std::vector<double>{}, std::vector<double>{1, std::nan("")}})
    for (const double value : percentiles<double>(values, two)) EXPECT_TRUE(std::isnan(value));
}

}  // namespace
}  // namespace mlp
