// From the second training step on nothing is allocated. This program has its own malloc and its kin, which count; that
// of the C library does the work. operator new comes through here, too.

#include <gtest/gtest.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

#include "mlp/training/pretraining.h"
#include "tests/support/catalog_layer.h"
#include "tests/support/training_run.h"

namespace {
std::atomic<long> allocations{0};
}

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);

void* malloc(std::size_t size) {
  ++allocations;
  return __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  ++allocations;
  return __libc_calloc(count, size);
}
void* realloc(void* memory, std::size_t size) {
  ++allocations;
  return __libc_realloc(memory, size);
}
void* aligned_alloc(std::size_t boundary, std::size_t size) {
  ++allocations;
  return __libc_memalign(boundary, size);
}
int posix_memalign(void** memory, std::size_t boundary, std::size_t size) {
  ++allocations;
  *memory = __libc_memalign(boundary, size);
  return *memory != nullptr ? 0 : ENOMEM;
}
}

namespace mlp::test {
namespace {

TEST(AllocationCount, SeesWhatIsAllocated) {
  const long before = allocations;
  // volatile: a compiler may leave out an allocation that nobody looks at.
  const int* volatile from_new = new int[100];
  const Buffer<double> buffer(100);
  const double* volatile aligned = buffer.data();
  void* volatile from_malloc = std::malloc(10);
  EXPECT_EQ(allocations - before, 3) << from_new << aligned << from_malloc;
  delete[] from_new;
  std::free(from_malloc);
}

template <class T>
TrainingRun<T> run_with_every_layer(int threads, const std::string& optimizer = "adam") {
  const OptimizerChoice choice = make_optimizer(optimizer);
  const Penalty penalty{1e-5, 1e-5};
  TrainingRun<T> run(
      {dropout<T>("in", dropout_rate(0.1, choice)),
       dense<T>("a", 200, {.activation = "relu", .kernel = penalty, .activity = penalty}),
       dense<T>("b", 200, {.activation = "prelu"}), layer<T>("n", R"({"type": "batch_normalization"})"),
       layer<T>("frozen", R"({"type": "batch_normalization", "trainable": false})"),
       layer<T>("l", R"({"type": "layer_normalization"})"),
       layer<T>("noise", R"({"type": "gaussian_noise", "stddev": 0.1})"), activation<T>("formula", "formula_kinked"),
       layer<T>("m", R"({"type": "maxout", "units": 200, "pieces": 2, "kernel_constraint": {"max_norm": 0.5}})"),
       layer<T>("drop", R"({"type": "alpha_dropout", "rate": 0.1})"), add<T>("sum", {"a", "drop"}),
       concatenate<T>("all", {"sum", "a"}), activation<T>("soft", "softmax"),
       dense<T>("c", 4, {.activation = "softmax", .activity = penalty})},
      "categorical_crossentropy", true, random_samples<T>(40, 4, 1000));
  run.validation = run.training;
  run.measure_several();
  run.targets = {0.1, {1, 2, 0.5, 1}};
  run.settings.epochs = 3;
  run.settings.batch_size = 150;  // the last one is short
  run.settings.clip_norm = run.settings.clip_value = 1;
  run.settings.diagnostics = {.every = 2};
  run.take_optimizer(choice);
  run.threads = threads;
  return run;
}

/// Counts what each step allocates: between stop_requested and on_batch lies one step, and nothing else.
template <class T>
struct StepAllocations final : TrainingListener<T> {
  long before = 0;
  std::vector<long> counts = std::vector<long>(100);
  std::size_t steps = 0;
  void on_resumed(const std::vector<LayerRow>&) override {}
  void on_epoch(const TrainState<T>&, const HistoryRow&, const std::vector<LayerRow>&,
                const std::vector<LayerHistograms>&) override {}
  void on_batch(const TrainState<T>&) override { counts.at(steps++) = allocations - before; }
  void on_pretraining(const TrainState<T>& state, const PretrainingStage&, const HistoryRow* row) override {
    if (row == nullptr) on_batch(state);
  }
  void save(const TrainState<T>&) override {}
  bool stop_requested() override {
    before = allocations;
    return false;
  }
};

/// In the first steps of further epochs neither.
template <class T>
void expect_no_allocation(int threads, const std::string& optimizer, bool scaled_targets = false) {
  TrainingRun<T> run = run_with_every_layer<T>(threads, optimizer);
  if (scaled_targets) run.measure_scaled_targets();
  Trainer<T> trainer = run.trainer();
  TrainState<T> state = trainer.initial_state();
  StepAllocations<T> listener;
  trainer.run(state, listener);
  EXPECT_EQ(listener.steps, run.settings.batch_size == 0 ? 5u : 3u * 7);
  for (std::size_t step = 1; step < listener.steps; ++step)
    EXPECT_EQ(listener.counts[step], 0) << optimizer << ", " << threads << " threads, step " << step + 1;
}

TEST(Training, AllocatesNothingFromTheSecondStepOn) {
  for (const int threads : {1, 2, 4}) {
    expect_no_allocation<float>(threads, "adam");
    expect_no_allocation<double>(threads, "adam");
  }
}

TEST(Training, AllocatesNothingWithScaledTargets) {
  expect_no_allocation<float>(2, "adam", true);
  expect_no_allocation<double>(1, "adam", true);
}

TEST(Training, AllocatesNothingWithAnyOptimizer) {
  for (const std::string& name : optimizer_cases()) expect_no_allocation<float>(2, name);
}

// Of each layer's pretraining, which is a training of its own.
TEST(Pretraining, AllocatesNothingFromTheSecondStepOn) {
  const auto layers = [] {
    return std::vector<LayerDescription<float>>{dense<float>("a", 200, {.activation = "tanh"}),
                                                dense<float>("b", 200, {.activation = "sigmoid"}),
                                                dense<float>("c", 4, {.activation = "softmax"})};
  };
  TrainingRun<float> run(layers(), "categorical_crossentropy", true, random_samples<float>(40, 4, 1000));
  run.settings.batch_size = 300;
  for (const auto kind : {PretrainingKind::supervised, PretrainingKind::denoising_autoencoder}) {
    run.settings.pretraining = {.kind = kind, .epochs = 2, .corruption = 0.3};
    TrainState<float> state = run.trainer().initial_state();
    StepAllocations<float> listener;
    pretrain(run.settings, run.parts(), layers(), state, listener);
    ASSERT_EQ(listener.steps, 16u);
    for (std::size_t step = 1; step < 16; ++step) {
      if (step == 8) continue;  // the first of the second layer
      EXPECT_EQ(listener.counts[step], 0) << "step " << step + 1;
    }
  }
}

// An evaluation allocates its result: a number of blocks that does not depend on the number of samples.
TEST(Evaluator, AllocatesItsResultAlone) {
  TrainingRun<float> run = run_with_every_layer<float>(1);
  run.measure_accuracy();
  Evaluator<float> evaluator(run.model, *run.loss, run.metrics, 0.0f);
  const Trainer<float> trainer = run.trainer();
  TrainState<float> state = trainer.initial_state();
  Execution<float> at;
  at.parameters = state.parameters.data();
  at.statistics = state.statistics.data();
  evaluator.evaluate(run.training, at);
  const long before = allocations;
  evaluator.evaluate(run.training, at);
  EXPECT_LE(allocations - before, 1);
}

}  // namespace
}  // namespace mlp::test
