#include "mlp/core/parallel.h"

#include <sched.h>

#include <algorithm>
#include <thread>

#include "thread_pool.h"

namespace mlp {

int available_threads() {
  // The machine may have more processors than this process may use: taskset, containers, batch systems.
  cpu_set_t usable;
  if (::sched_getaffinity(0, sizeof usable, &usable) == 0) return CPU_COUNT(&usable);
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

Threads::Threads(int count) : count_(std::max(1, count)) {
  if (count_ > 1) pool_ = std::make_shared<ThreadPool>(count_ - 1);
}

void Threads::share(Index tiles, void (*call)(const void*, Index), const void* closure) const {
  pool_->run(tiles, call, closure);
}

}  // namespace mlp
