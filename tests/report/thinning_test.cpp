#include "src/report/thinning.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace mlp {
namespace {

Series wave(int points) {
  Series series{"wave", {}, {}};
  for (int i = 0; i < points; ++i) {
    series.x.push_back(i);
    series.y.push_back(std::sin(i * 0.7));
    series.low.push_back(i);
    series.high.push_back(i + 0.5);
  }
  return series;
}

TEST(ThinnedSeries, KeepsRealPointsWithTheirBand) {
  const Series all = wave(5000), few = thinned(all, 100);
  EXPECT_LE(few.x.size(), 100u);
  EXPECT_GE(few.x.size(), 50u);
  ASSERT_EQ(few.low.size(), few.x.size());
  for (std::size_t i = 0; i < few.x.size(); ++i) {
    const auto at = static_cast<std::size_t>(few.x[i]);
    EXPECT_EQ(few.y[i], all.y[at]);
    EXPECT_EQ(few.low[i], all.low[at]);
    EXPECT_EQ(few.high[i], all.high[at]);
  }
  EXPECT_TRUE(std::ranges::is_sorted(few.x));
}

TEST(ThinnedSeries, KeepsEndsAndPeaks) {
  Series series = wave(5000);
  series.y[1234] = 50;
  series.y[4321] = -50;
  const Series few = thinned(series, 40);
  EXPECT_EQ(few.x.front(), 0);
  EXPECT_EQ(few.x.back(), 4999);
  EXPECT_EQ(std::ranges::max(few.y), 50);
  EXPECT_EQ(std::ranges::min(few.y), -50);
}

TEST(ThinnedSeries, LeavesAShortOneAlone) {
  const Series all = wave(30), same = thinned(all, 30);
  EXPECT_EQ(same.x, all.x);
  EXPECT_EQ(same.y, all.y);
}

}  // namespace
}  // namespace mlp
