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
ThreadPool::ThreadPool(int helpers) {
  helpers_.reserve(static_cast<std::size_t>(helpers));
  try {
    for (int i = 0; i < helpers; ++i) helpers_.emplace_back([this] { help(); });
  } catch (const std::system_error&) {
  }
}

ThreadPool::~ThreadPool() {
  stopping_ = true;
  wake();
  for (std::thread& helper : helpers_) helper.join();
}

void ThreadPool::run(Index tiles, Call call, const void* closure) {
  const std::uint64_t count = static_cast<std::uint64_t>(tiles);
  call_.store(call, std::memory_order_relaxed);
  closure_.store(closure, std::memory_order_relaxed);
  finished_.store(0, std::memory_order_relaxed);
  ticket_.store((ticket_.load() / one_job + 1) * one_job + count);  // from here on helpers may begin
  if (sleepers_.load() > 0) wake();
  take_tiles();
  for (int looks = 0; finished_.load(std::memory_order_acquire) < count; ++looks)
    looks < patience ? pause() : std::this_thread::yield();
}

void ThreadPool::take_tiles() {
  std::uint64_t ticket = ticket_.load();
  while (tiles_left(ticket) > 0) {
    const Call call = call_.load(std::memory_order_relaxed);
    const void* closure = closure_.load(std::memory_order_relaxed);
    // Success means that the job is still the one that call and closure were read from: they change only after all of
    // its tiles have been taken, and the ticket never has the same value twice.
    if (!ticket_.compare_exchange_weak(ticket, ticket - 1)) continue;
    call(closure, static_cast<Index>(tiles_left(ticket)) - 1);
    finished_.fetch_add(1, std::memory_order_release);
    ticket = ticket_.load();
  }
}

void ThreadPool::help() {
  while (!stopping_.load()) {
    take_tiles();
    for (int looks = 0; !has_news() && looks < patience + politeness; ++looks)
      looks < patience ? pause() : std::this_thread::yield();
    if (!has_news()) sleep();
  }
}

// Whoever sleeps has counted itself before it looked for news a last time, and whoever brings news counts the sleepers
// after: one of the two sees the other.
void ThreadPool::sleep() {
  const int news = news_.load();
  ++sleepers_;
  if (!has_news()) news_.wait(news);
  --sleepers_;
}

void ThreadPool::wake() {
  ++news_;
  news_.notify_all();
}

}  // namespace mlp
