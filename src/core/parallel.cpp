#include "mlp/core/parallel.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <thread>

#include "thread_pool.h"

namespace mlp {

namespace {

std::atomic<int> thread_limit = std::numeric_limits<int>::max();

/// The machine may have more processors than this process may use: taskset, containers, batch systems.
int usable_cores() {
  cpu_set_t usable;
  if (::sched_getaffinity(0, sizeof usable, &usable) == 0) return CPU_COUNT(&usable);
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace

int available_threads() { return std::min(usable_cores(), thread_limit.load()); }

void limit_threads(int count) { thread_limit = std::max(1, count); }

Threads::Threads(int count) : count_(std::max(1, count)) {
  if (count_ > 1) pool_ = std::make_shared<ThreadPool>(count_ - 1);
}

void Threads::share(Index tiles, void (*call)(const void*, Index), const void* closure) const {
  pool_->run(tiles, call, closure);
}

}  // namespace mlp
