#pragma once
// Threads that wait for tiles. The caller works too. Each thread has a share of the tiles, the same in every job of so
// many tiles, so that it finds in its cache what it worked on before; when its own are done, it takes those of others
// that have not begun with them. At the end the caller waits only for tiles that another thread is at this moment
// working on: a thread that the operating system has put aside holds up nobody, so a busy machine slows training down
// by its share and no more.
//
// All that the threads agree on is a 64-bit ticket for each share: the number of the job, and how many of the share's
// tiles are left. A thread takes a tile by counting the ticket down; where meanwhile another has, or the job is over,
// that fails and it looks again.

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
  using Ticket = std::uint64_t;
  static constexpr Ticket one_job = Ticket{1} << 32;
  static Index tiles_left(Ticket ticket) { return static_cast<Index>(ticket % one_job); }

  struct alignas(alignment) Share {
    std::atomic<Ticket> ticket{0};
  };

  void help(std::size_t self);
  void take_tiles(std::size_t self);
  void take_tiles_of(std::size_t share);
  bool has_news(Ticket seen) const { return job_.load() != seen || stopping_.load(); }
  void sleep(Ticket seen);
  void wake();

  alignas(alignment) std::atomic<Ticket> job_{0};  // its number
  std::atomic<Index> tiles_{0};                    // of the job, as are the next two
  std::atomic<Call> call_{nullptr};
  std::atomic<const void*> closure_{nullptr};
  alignas(alignment) std::atomic<Index> finished_{0};  // tiles of the job
  alignas(alignment) std::atomic<int> news_{0}, sleepers_{0};
  std::atomic<bool> stopping_{false};
  std::vector<Share> shares_;  // the caller's and the helpers'
  std::vector<std::thread> helpers_;
};

}  // namespace mlp
