#include "thread_pool.h"

#include <system_error>

namespace mlp {
namespace {

// How often a thread looks before it lets others run: some 20 µs, longer than the gaps between the products of a step.
constexpr int patience = 1000;
// How often it lets others run before it sleeps: some milliseconds, longer than what a single thread does between two
// steps. To be woken takes as long as a small step.
constexpr int politeness = 10000;

/// Tells the processor that this is a loop that waits.
void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

// Where the system gives no more threads (a limit on memory or processes), those that there are do all the work, with
// the same results.
ThreadPool::ThreadPool(int helpers) : shares_(static_cast<std::size_t>(helpers) + 1) {
  helpers_.reserve(static_cast<std::size_t>(helpers));
  try {
    for (std::size_t self = 1; self < shares_.size(); ++self) helpers_.emplace_back([this, self] { help(self); });
  } catch (const std::system_error&) {
  }
}

ThreadPool::~ThreadPool() {
  stopping_ = true;
  wake();
  for (std::thread& helper : helpers_) helper.join();
}

void ThreadPool::run(Index tiles, Call call, const void* closure) {
  const Ticket job = job_.load() + 1;
  const Index shares = static_cast<Index>(shares_.size());
  tiles_.store(tiles, std::memory_order_relaxed);
  call_.store(call, std::memory_order_relaxed);
  closure_.store(closure, std::memory_order_relaxed);
  finished_.store(0, std::memory_order_relaxed);
  for (Index i = 0; i < shares; ++i) {
    const Index count = tiles * (i + 1) / shares - tiles * i / shares;
    shares_[static_cast<std::size_t>(i)].ticket.store(job * one_job + static_cast<Ticket>(count),
                                                      std::memory_order_release);  // from here on it may be begun
  }
  job_.store(job);
  if (sleepers_.load() > 0) wake();
  take_tiles(0);
  for (int looks = 0; finished_.load(std::memory_order_acquire) < tiles; ++looks)
    looks < patience ? pause() : std::this_thread::yield();
}

/// Those of the thread's own share, then those that others have left.
void ThreadPool::take_tiles(std::size_t self) {
  for (std::size_t i = 0; i < shares_.size(); ++i) take_tiles_of((self + i) % shares_.size());
}

void ThreadPool::take_tiles_of(std::size_t share) {
  std::atomic<Ticket>& shared = shares_[share].ticket;
  Ticket ticket = shared.load();
  while (tiles_left(ticket) > 0) {
    const Index tiles = tiles_.load(std::memory_order_relaxed);
    const Call call = call_.load(std::memory_order_relaxed);
    const void* closure = closure_.load(std::memory_order_relaxed);
    // Success means that the job is still the one that these three were read from: they change only after all of its
    // tiles have been taken, and no ticket ever has the same value twice.
    if (!shared.compare_exchange_weak(ticket, ticket - 1)) continue;
    const Index end = tiles * static_cast<Index>(share + 1) / static_cast<Index>(shares_.size());
    call(closure, end - tiles_left(ticket));
    finished_.fetch_add(1, std::memory_order_release);
    ticket = shared.load();
  }
}

void ThreadPool::help(std::size_t self) {
  while (!stopping_.load()) {
    const Ticket seen = job_.load();
    take_tiles(self);
    for (int looks = 0; !has_news(seen) && looks < patience + politeness; ++looks)
      looks < patience ? pause() : std::this_thread::yield();
    if (!has_news(seen)) sleep(seen);
  }
}

// Whoever sleeps has counted itself before it looked for news a last time, and whoever brings news counts the sleepers
// after: one of the two sees the other.
void ThreadPool::sleep(Ticket seen) {
  const int news = news_.load();
  ++sleepers_;
  if (!has_news(seen)) news_.wait(news);
  --sleepers_;
}

void ThreadPool::wake() {
  ++news_;
  news_.notify_all();
}

}  // namespace mlp
