#pragma once
// The program's only parallel loop. Work is cut into tiles whose grid depends on the sizes alone, never on the number
// of threads; one tile is one thread's work and writes what no other tile writes. So any number of threads gives the
// same bits.

#include <type_traits>

#include "mlp/core/types.h"

namespace mlp {

/// The number of logical cores that this process may use.
int available_threads();

/// How many threads a run may use. Cheap to copy.
class Threads {
 public:
  explicit Threads(int count = 1) : count_(count < 1 ? 1 : count) {}
  int count() const { return count_; }

  /// Calls body(tile) for tile = 0 … tiles-1, each exactly once, in any order. `work` is the number of floating-point
  /// operations of all tiles together; below a threshold the calling thread does them alone, since waking others would
  /// cost more. The body must not throw.
  template <class Body>
  void for_each(Index tiles, double work, const Body& body) const {
    if (count_ == 1 || tiles < 2 || work < worth_sharing) {
      for (Index tile = 0; tile < tiles; ++tile) body(tile);
      return;
    }
    share(
        tiles, [](const void* closure, Index tile) { (*static_cast<const Body*>(closure))(tile); }, &body);
  }

 private:
  // About 5 µs of one core: ten times what it costs to start and end a parallel region.
  static constexpr double worth_sharing = 250e3;

  void share(Index tiles, void (*call)(const void*, Index), const void* closure) const;

  int count_;
};

}  // namespace mlp
