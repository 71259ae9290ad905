#pragma once
// Threads that wait for tiles. The caller works too, and at the end waits only for tiles that another thread is at this
// moment working on: a thread that the operating system has put aside holds up nobody, so a busy machine slows training
// down by its share and no more.
//
// All that the threads agree on is one 64-bit ticket: the number of the job, and how many of its tiles are left. A
// thread takes a tile by counting the ticket down; where meanwhile another has, or the job is over, that fails and it
// looks again.

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

#include "mlp/core/types.h"

namespace mlp {

class ThreadPool {
 public:
  using Call = void (*)(const void* closure, Index tile);

  /// Starts `helpers` threads beside the caller's.
  explicit ThreadPool(int helpers);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  /// Calls call(closure, tile) for 0 ≤ tile < tiles, and returns when all have returned. One thread at a time may call
  /// run.
  void run(Index tiles, Call call, const void* closure);

 private:
  static constexpr std::uint64_t one_job = std::uint64_t{1} << 32;
  static std::uint64_t tiles_left(std::uint64_t ticket) { return ticket % one_job; }

  void help();
  void take_tiles();
  bool has_news() const { return tiles_left(ticket_.load()) > 0 || stopping_.load(); }
  void sleep();
  void wake();

  alignas(alignment) std::atomic<std::uint64_t> ticket_{0};
  std::atomic<Call> call_{nullptr};  // of the ticket's job, as is the closure
  std::atomic<const void*> closure_{nullptr};
  alignas(alignment) std::atomic<std::uint64_t> finished_{0};  // tiles of the ticket's job
  alignas(alignment) std::atomic<int> news_{0}, sleepers_{0};
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> helpers_;
};

}  // namespace mlp
