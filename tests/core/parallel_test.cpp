#include "mlp/core/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <vector>

namespace mlp {
namespace {

TEST(Threads, RunsEveryTileExactlyOnce) {
  for (const int threads : {1, 2, 3, 4, 8}) {
    std::vector<std::atomic<int>> runs(1000);
    Threads(threads).for_each(1000, 1e9, [&](Index tile) { ++runs[static_cast<std::size_t>(tile)]; });
    for (const auto& count : runs) ASSERT_EQ(count, 1);
  }
}

TEST(Threads, LessThanOneMeansOne) { EXPECT_EQ(Threads(0).count(), 1); }

TEST(Threads, ThisMachineHasAtLeastOne) { EXPECT_GE(available_threads(), 1); }

}  // namespace
}  // namespace mlp
