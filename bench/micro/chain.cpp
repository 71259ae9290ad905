// The least time that a step of W2 (2-5-5-5-5-5-1, tanh, one sample) can take on this machine in the order of additions
// of this project (docs/math.md) and with its tanh: the chain of operations of which each waits for the one before.
// Forward, a layer is one multiply-add after the other, then tanh; backward, multiply-adds again, then the slope 1 −
// y²; the first weights, once updated, are what the next step begins with. All is in registers: no load, no store, no
// call, no loss but p − t, no gradient of weights.

#include <benchmark/benchmark.h>

#include "mlp/core/vector.h"
#include "mlp/math/lanes.h"

namespace mlp::bench {
namespace {

constexpr int units[] = {2, 5, 5, 5, 5, 5, 1};

Vector<float> tanh_of(const Vector<float>& s) {
  Lane<float> lane;
  for (Index i = 0; i < padding; i += vector_length<float>) store_vector(s, lane.data() + i);
  return load_vector(tanh_of_floats(lane).data());
}

/// The sum over `count` inputs, one multiply-add after the other, each with a number of `values`.
Vector<float> sum_over(int count, const Vector<float>& weights, const Vector<float>& values) {
  Vector<float> sum{};
  for (int i = 0; i < count; ++i) sum = multiply_add(weights, values[i % vector_length<float>], sum);
  return sum;
}

[[gnu::flatten]] void chain_of_W2(benchmark::State& timing) {
  Vector<float> weights[6];
  for (Vector<float>& w : weights) w = Vector<float>{} + 0.3f;
  const Vector<float> sample = Vector<float>{} + 0.5f;
  for ([[maybe_unused]] const auto& again : timing) {
    Vector<float> y[6] = {sample};
#pragma GCC unroll 6
    for (int l = 0; l < 5; ++l) y[l + 1] = tanh_of(sum_over(units[l], weights[l], y[l]));
    Vector<float> d = sum_over(units[5], weights[5], y[5]) - 1.0f;
#pragma GCC unroll 6
    for (int l = 5; l > 0; --l) d = sum_over(units[l + 1], weights[l], d) * (1.0f - y[l] * y[l]);
    weights[0] = multiply_add(d, -0.01f, weights[0]);
  }
  benchmark::DoNotOptimize(weights[0]);
}

BENCHMARK(chain_of_W2)->Name("chain/W2");

}  // namespace
}  // namespace mlp::bench
