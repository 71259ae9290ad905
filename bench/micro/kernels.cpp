// The three products of a dense layer (model/kernels.h), for the layers of the workloads: outputs, inputs, samples. The
// arrays stay in the caches that they fit in, as they do in a training step. "flops" is the rate.

#include <benchmark/benchmark.h>

#include <array>
#include <vector>

#include "mlp/model/kernels.h"

namespace mlp::bench {
namespace {

template <class T>
struct Layer {
  explicit Layer(const benchmark::State& timing)
      : outputs(timing.range(0)), inputs(timing.range(1)), samples(timing.range(2)) {}

  static Buffer<T> filled(Index count) { return Buffer<T>(static_cast<std::size_t>(padded(count)), T(0.01)); }
  static In<T> in(const Buffer<T>& array, Index rows, Index columns) { return {array.data(), rows, columns}; }
  static Out<T> out(Buffer<T>& array, Index rows, Index columns) { return {array.data(), rows, columns}; }

  Index outputs, inputs, samples;
  Buffer<T> W = filled(outputs * inputs), dW = W, x = filled(inputs * samples), dx = x, y = filled(outputs * samples);
  Threads threads{1};

  Weights<T> weights() const { return {W.data(), outputs, inputs}; }
  void count(benchmark::State& timing) const {
    timing.counters["flops"] = benchmark::Counter(2.0 * static_cast<double>(outputs * inputs * samples),
                                                  benchmark::Counter::kIsIterationInvariantRate);
  }
};

template <class T>
void dense_forward(benchmark::State& timing) {
  Layer<T> l(timing);
  for ([[maybe_unused]] const auto& again : timing) {
    const Out<T> y = l.out(l.y, l.outputs, l.samples);
    dense_forward<T>(l.threads, l.weights(), nullptr, l.in(l.x, l.inputs, l.samples), nullptr, y, y);
    benchmark::ClobberMemory();
  }
  l.count(timing);
}

template <class T>
void dense_input_gradient(benchmark::State& timing) {
  Layer<T> l(timing);
  for ([[maybe_unused]] const auto& again : timing) {
    dense_input_gradient<T>(l.threads, l.weights(), l.in(l.y, l.outputs, l.samples), false,
                            l.out(l.dx, l.inputs, l.samples));
    benchmark::ClobberMemory();
  }
  l.count(timing);
}

template <class T>
void dense_weight_gradient(benchmark::State& timing) {
  Layer<T> l(timing);
  for ([[maybe_unused]] const auto& again : timing) {
    dense_weight_gradient<T>(l.threads, l.in(l.y, l.outputs, l.samples), l.in(l.x, l.inputs, l.samples), l.dW.data(),
                             nullptr);
    benchmark::ClobberMemory();
  }
  l.count(timing);
}

void layers_of_workloads(benchmark::internal::Benchmark* b) {
  b->ArgNames({"outputs", "inputs", "samples"});
  const std::vector<std::array<std::int64_t, 3>> layers{{5, 5, 32},       {100, 64, 32},     {256, 784, 32},
                                                        {256, 784, 128},  {128, 256, 128},   {128, 128, 128},
                                                        {2048, 784, 256}, {2048, 2048, 256}, {4096, 4096, 1024}};
  for (const auto& [outputs, inputs, samples] : layers) b->Args({outputs, inputs, samples});
}

BENCHMARK_TEMPLATE(dense_forward, float)->Apply(layers_of_workloads);
BENCHMARK_TEMPLATE(dense_input_gradient, float)->Apply(layers_of_workloads);
BENCHMARK_TEMPLATE(dense_weight_gradient, float)->Apply(layers_of_workloads);
BENCHMARK_TEMPLATE(dense_forward, double)->Apply(layers_of_workloads);
BENCHMARK_TEMPLATE(dense_input_gradient, double)->Apply(layers_of_workloads);
BENCHMARK_TEMPLATE(dense_weight_gradient, double)->Apply(layers_of_workloads);

}  // namespace
}  // namespace mlp::bench
