// What the machine can do at most, on one thread: multiply-adds in registers, and reading from memory that is as near
// as its size lets it be. bench/roofline.py draws the products (kernels.cpp) below these roofs.

#include <benchmark/benchmark.h>

#include <vector>

#include "../fma_peak.h"
#include "mlp/core/types.h"

namespace mlp::bench {
namespace {

void multiply_adds(benchmark::State& timing) {
  double best = 0;
  for ([[maybe_unused]] const auto& again : timing) best = std::max(best, fma_rate_of_one(0.02));
  timing.counters["flops"] = best;
}

/// Eight sums, so that no addition waits for another.
void read(benchmark::State& timing) {
  constexpr Index sums = 8, width = vector_length<float>, stride = sums * width;
  const Index count = timing.range(0) / static_cast<Index>(sizeof(float)) / stride * stride;
  const Buffer<float> numbers(static_cast<std::size_t>(count), 1.0f);
  Vector<float> sum[sums] = {};
  for ([[maybe_unused]] const auto& again : timing) {
    for (Index i = 0; i < count; i += stride)
      for (Index j = 0; j < sums; ++j) sum[j] += load_vector(numbers.data() + i + j * width);
    hide(sum);
  }
  timing.SetBytesProcessed(timing.iterations() * count * static_cast<std::int64_t>(sizeof(float)));
}

BENCHMARK(multiply_adds)->Name("machine/multiply_adds");
BENCHMARK(read)->Name("machine/read")->ArgName("bytes")->Arg(16 << 10)->Arg(256 << 10)->Arg(8 << 20)->Arg(512 << 20);

}  // namespace
}  // namespace mlp::bench
