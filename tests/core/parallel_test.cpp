#include "mlp/core/parallel.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>
#include <vector>

namespace mlp {
namespace {

constexpr double much_work = 1e12, little_work = 1;

TEST(Threads, RunsEveryTileExactlyOnce) {
  for (const int count : {1, 2, 3, 4, 8}) {
    const Threads threads(count);
    for (const Index tiles : {Index{0}, Index{1}, Index{2}, Index{7}, Index{1000}}) {
      std::vector<std::atomic<int>> runs(static_cast<std::size_t>(tiles));
      threads.for_each(tiles, much_work, [&](Index tile) { ++runs[static_cast<std::size_t>(tile)]; });
      for (const auto& run : runs) ASSERT_EQ(run, 1) << count << " threads, " << tiles << " tiles";
    }
  }
}

TEST(Threads, RunsManySmallJobsOneAfterTheOther) {
  for (const int count : {2, 3, 8}) {
    const Threads threads(count);
    for (int job = 0; job < 20000; ++job) {
      std::array<int, 5> values{};
      threads.for_each(5, much_work, [&](Index tile) { values[static_cast<std::size_t>(tile)] = job; });
      for (const int value : values) ASSERT_EQ(value, job);
    }
  }
}

TEST(Threads, WakesThreadsThatWentToSleep) {
  const Threads threads(4);
  for (int round = 0; round < 3; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::atomic<int> sum{0};
    threads.for_each(100, much_work, [&](Index tile) { sum += static_cast<int>(tile); });
    EXPECT_EQ(sum, 4950);
  }
}

rlim_t bytes_of_addresses() {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

/// Ends the process: 0 where all is done though the system has no room for the stacks of all threads.
void end_with_few_threads() {
  const rlim_t limit = bytes_of_addresses() + (64U << 20);
  const rlimit limits{limit, limit};
  if (::setrlimit(RLIMIT_AS, &limits) != 0) std::_Exit(2);
  const Threads threads(64);
  std::atomic<int> sum{0};
  threads.for_each(100, much_work, [&](Index tile) { sum += static_cast<int>(tile); });
  std::_Exit(sum == 4950 ? 0 : 1);
}

TEST(Threads, ManageWithThoseThatTheSystemGives) {
  if (bytes_of_addresses() > rlim_t{1} << 40) GTEST_SKIP() << "a sanitizer holds terabytes, and needs more";
  EXPECT_EXIT(end_with_few_threads(), testing::ExitedWithCode(0), "");
}

TEST(Threads, SeveralRunsSideBySideHaveThreadsOfTheirOwn) {
  std::vector<std::thread> runs;
  std::atomic<int> total{0};
  for (int run = 0; run < 4; ++run)
    runs.emplace_back([&] {
      const Threads threads(3);
      for (int job = 0; job < 1000; ++job) threads.for_each(4, much_work, [&](Index) { ++total; });
    });
  for (std::thread& run : runs) run.join();
  EXPECT_EQ(total, 4 * 1000 * 4);
}

TEST(Threads, LittleWorkStaysWithTheCaller) {
  const Threads threads(4);
  const auto self = std::this_thread::get_id();
  threads.for_each(100, little_work, [&](Index) { EXPECT_EQ(std::this_thread::get_id(), self); });
}

TEST(Threads, LessThanOneMeansOne) { EXPECT_EQ(Threads(0).count(), 1); }

TEST(Threads, AreAsManyAsThisProcessMayUse) {
  cpu_set_t mine;
  ASSERT_EQ(::sched_getaffinity(0, sizeof mine, &mine), 0);
  EXPECT_EQ(available_threads(), CPU_COUNT(&mine));
}

TEST(Threads, AreNoMoreThanTheLimit) {
  const int all = available_threads();
  limit_threads(1);
  EXPECT_EQ(available_threads(), 1);
  limit_threads(0);
  EXPECT_EQ(available_threads(), 1);
  limit_threads(all + 7);
  EXPECT_EQ(available_threads(), all) << "there are no more cores for that";
}

}  // namespace
}  // namespace mlp
