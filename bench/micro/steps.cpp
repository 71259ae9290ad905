// A training step of each workload (bench/workloads.h) on one thread and on two: gather, forward and backward pass,
// loss, update. "flops" is the rate of its products.

#include <benchmark/benchmark.h>

#include <memory>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "../training_net.h"
#include "mlp/training/trainer.h"
#include "mlp/training/training_step.h"

namespace mlp::bench {
namespace {

void step(benchmark::State& timing, const Workload& w) {
  const TrainingNet net(w);
  const TrainingParts<float> parts = net.parts(static_cast<int>(timing.range(0)));
  const TrainingSettings settings{.seed = 1, .epochs = 1, .batch_size = w.batch, .drop_last = true};
  const BatchPlan plan(settings, w.samples);
  TrainState<float> state = Trainer<float>(settings, parts).initial_state();
  TrainingStep<float> training_step(settings, parts, plan);
  std::vector<Index> order(static_cast<std::size_t>(w.samples));
  std::iota(order.begin(), order.end(), Index{0});
  std::shuffle(order.begin(), order.end(), std::minstd_rand(1));
  std::int64_t batch = 0;
  for ([[maybe_unused]] const auto& again : timing) {
    const std::span<const Index> samples(order.data() + batch * w.batch, static_cast<std::size_t>(w.batch));
    training_step.make(state, samples, {});
    batch = (batch + 1) % plan.per_epoch();
  }
  timing.SetItemsProcessed(timing.iterations() * w.batch);
  timing.counters["flops"] = benchmark::Counter(flops_of_step(w), benchmark::Counter::kIsIterationInvariantRate);
}

const bool registered = [] {
  for (const Workload& w : workloads())
    benchmark::RegisterBenchmark(("step/" + w.name).c_str(), step, w)
        ->ArgName("threads")
        ->Arg(1)
        ->Arg(2)
        ->UseRealTime();
  return true;
}();

}  // namespace
}  // namespace mlp::bench
