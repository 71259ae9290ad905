#pragma once
// The program's only parallel loop. Work is cut into tiles; one tile is one thread's work and writes what no other tile
// writes. How it is cut depends on the sizes alone, never on the number of threads, unless no bit of the result depends
// on the cut (as in model/kernels.h). So any number of threads gives the same bits, whichever thread takes which tile.

#include <memory>

#include "mlp/core/types.h"

namespace mlp {

/// The number of logical cores that this process may use, or the limit where that is less.
int available_threads();

/// From now on, what is not told how many threads to use (reading a file) uses no more than these, at least one. The
/// program's --threads.
void limit_threads(int count);

class ThreadPool;

/// How many threads a run may use. Copies share them.
class Threads {
 public:
  explicit Threads(int count = 1);

  int count() const { return count_; }

  /// True where so many floating-point operations are worth more than one thread.
  bool shares(double work) const { return count_ > 1 && work >= worth_sharing; }

  /// Calls body(tile) for tile = 0 … tiles-1, each exactly once, in any order. `work` is the number of floating-point
  /// operations of all tiles together; below a threshold the calling thread does them alone, since waking others would
  /// cost more. The body must not throw, and must not call for_each itself.
  template <class Body>
  void for_each(Index tiles, double work, const Body& body) const {
    if (tiles < 2 || !shares(work)) {
      for (Index tile = 0; tile < tiles; ++tile) body(tile);
      return;
    }
    share(
        tiles, [](const void* closure, Index tile) { (*static_cast<const Body*>(closure))(tile); }, &body);
  }

 private:
  // About 5 µs of one core: ten times what it costs to hand out work to threads that are awake.
  static constexpr double worth_sharing = 1e6;

  void share(Index tiles, void (*call)(const void*, Index), const void* closure) const;

  int count_;
  std::shared_ptr<ThreadPool> pool_;
};

}  // namespace mlp
