#include "mlp/core/parallel.h"

#include <omp.h>

#include <algorithm>

namespace mlp {

int available_threads() { return std::max(1, omp_get_num_procs()); }

void Threads::share(Index tiles, void (*call)(const void*, Index), const void* closure) const {
#pragma omp parallel for schedule(dynamic, 1) num_threads(count_)
  for (Index tile = 0; tile < tiles; ++tile) call(closure, tile);
}

}  // namespace mlp
