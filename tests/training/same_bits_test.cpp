// A run is a function of its config: the same bits for any number of threads, and however often it was interrupted.

#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "mlp/training/batch_order.h"
#include "tests/support/catalog_layer.h"
#include "tests/support/training_run.h"

namespace mlp::test {
namespace {

/// What a run leaves behind, but for the seconds.
template <class T>
struct RunBits {
  TrainState<T> state;
  std::vector<HistoryRow> rows;
  std::vector<std::vector<LayerRow>> layers;

  void take(const Recorder<T>& recorder) {
    for (HistoryRow row : recorder.rows) {
      row[2] = 0;
      rows.push_back(std::move(row));
    }
    layers.insert(layers.end(), recorder.layers.begin(), recorder.layers.end());
  }
};

template <class T>
void expect_same(const RunBits<T>& a, const RunBits<T>& b, const std::string& what) {
  const auto same_bits = [](const Buffer<T>& x, const Buffer<T>& y) {
    return x.size() == y.size() && (x.empty() || std::memcmp(x.data(), y.data(), x.size() * sizeof(T)) == 0);
  };
  ASSERT_TRUE(same_bits(a.state.parameters, b.state.parameters)) << what;
  ASSERT_TRUE(same_bits(a.state.moments, b.state.moments)) << what;
  ASSERT_TRUE(same_bits(a.state.statistics, b.state.statistics)) << what;
  ASSERT_TRUE(same_bits(a.state.restorable.parameters, b.state.restorable.parameters)) << what;
  ASSERT_TRUE(same_bits(a.state.kept.net.parameters, b.state.kept.net.parameters)) << what;
  ASSERT_EQ(a.state.stopping.best_epoch, b.state.stopping.best_epoch) << what;
  ASSERT_EQ(a.state.kept.watch.best_epoch, b.state.kept.watch.best_epoch) << what;
  ASSERT_EQ(a.state.common, b.state.common) << what;
  ASSERT_EQ(a.state.plateau.factor, b.state.plateau.factor) << what;
  ASSERT_EQ(a.state.step, b.state.step) << what;
  ASSERT_EQ(a.rows, b.rows) << what;
  ASSERT_EQ(a.layers.size(), b.layers.size()) << what;
  for (std::size_t epoch = 0; epoch < a.layers.size(); ++epoch) {
    ASSERT_EQ(a.layers[epoch].size(), b.layers[epoch].size()) << what;
    for (std::size_t i = 0; i < a.layers[epoch].size(); ++i)
      ASSERT_EQ(a.layers[epoch][i].values, b.layers[epoch][i].values) << what << ", epoch " << epoch << ", layer " << i;
  }
}

/// Widths and a batch beyond the kernels' blocks and tiles, and every kind of layer.
template <class T>
TrainingRun<T> wide_run(const std::string& optimizer, Index samples) {
  const OptimizerChoice choice = make_optimizer(optimizer);
  TrainingRun<T> run({dropout<T>("in", dropout_rate(0.1, choice)),
                      dense<T>("a", 331, {.activation = "relu", .activity = {1e-4, 1e-4}}),
                      dense<T>("b", 331, {.activation = "prelu", .kernel = {1e-5, 1e-4}}), add<T>("sum", {"a", "b"}),
                      dense<T>("c", 17, {.activation = "tanh", .inputs = {"sum"}}),
                      dense<T>("formula", 17, {.activation = "formula_swish", .inputs = {"sum"}}),
                      activation<T>("kinked", "formula_kinked"), concatenate<T>("all", {"c", "kinked", "sum"}),
                      dropout<T>("half", dropout_rate(0.5, choice)), activation<T>("soft", "softmax"),
                      dense<T>("d", 5, {.activation = "softmax"})},
                     "categorical_crossentropy", true, random_samples<T>(323, 5, samples));
  run.validation = random_samples<T>(323, 5, samples - samples / 3, "validation");
  run.measure_several();
  run.settings.batch_size = samples * 10 / 21;  // two batches, and a small one
  run.settings.diagnostics = {.every = 1};
  run.take_optimizer(choice);
  return run;
}

template <class T>
RunBits<T> bits_with(TrainingRun<T>& run, int threads) {
  run.threads = threads;
  Trainer<T> trainer = run.trainer();
  RunBits<T> bits{.state = trainer.initial_state()};
  Recorder<T> recorder;
  EXPECT_EQ(trainer.run(bits.state, recorder), TrainingStatus::completed);
  bits.take(recorder);
  return bits;
}

template <class T>
void expect_same_bits_for_any_number_of_threads(const std::string& optimizer, Index samples,
                                                const std::vector<int>& counts) {
  TrainingRun<T> run = wide_run<T>(optimizer, samples);
  const RunBits<T> alone = bits_with(run, 1);
  EXPECT_EQ(alone.state.step, run.settings.batch_size == 0 ? 5 : 6);
  EXPECT_NE(alone.rows[0], alone.rows[2]);
  for (const int threads : counts)
    expect_same(alone, bits_with(run, threads), optimizer + ", " + std::to_string(threads) + " threads");
}

/// Some of these; what a sanitizer finds, it finds with any number.
std::vector<int> numbers_of_threads(int first, int last) {
  if (MLP_SANITIZED) return {3};
  std::vector<int> numbers(static_cast<std::size_t>(last - first + 1));
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

TEST(SameBits, ForAnyNumberOfThreadsInFloat) {
  expect_same_bits_for_any_number_of_threads<float>("adam", 700, numbers_of_threads(1, 8));
}

TEST(SameBits, ForAnyNumberOfThreadsInDouble) {
  expect_same_bits_for_any_number_of_threads<double>("adam", 700, numbers_of_threads(1, 8));
}

TEST(SameBits, ForAnyNumberOfThreadsWithAnyOptimizer) {
  for (const std::string& name : optimizer_cases())
    expect_same_bits_for_any_number_of_threads<float>(name, 273, numbers_of_threads(2, 4));
}

TEST(SameBits, ForAnyNumberOfThreadsWithAnUpdateThatIsShared) {
  // More than a million parameters; and so few samples that little else is shared.
  constexpr Index inputs = 1021, units = 1031;
  for (const std::string& name : optimizer_cases()) {
    TrainingRun<float> run(
        {dense<float>("a", units, {.activation = "tanh"}), dense<float>("b", 3, {.activation = "softmax"})},
        "categorical_crossentropy", true, random_samples<float>(inputs, 3, 24));
    run.settings.batch_size = 12;
    run.settings.epochs = 1;
    run.take_optimizer(make_optimizer(name));
    const RunBits<float> alone = bits_with(run, 1);
    EXPECT_NE(alone.rows.front(), alone.rows.back()) << name;
    expect_same(alone, bits_with(run, 3), name);
  }
}

struct Shape {
  Index inputs, units, samples;
};

/// A layer of that type between dense ones, with batches of 10/21 of the samples.
template <class T>
TrainingRun<T> run_with_layer(const std::string& type, const Shape& shape) {
  TrainingRun<T> run({dense<T>("first", shape.units, {.activation = "tanh"}), layer_of_type<T>("layer", type, "first"),
                      dense<T>("last", 3, {.activation = "softmax"})},
                     "categorical_crossentropy", true, random_samples<T>(shape.inputs, 3, shape.samples));
  run.settings.batch_size = shape.samples * 10 / 21;
  run.settings.diagnostics = {.every = 1};
  run.take_optimizer(make_optimizer("adam"));
  return run;
}

template <class T>
void expect_same_bits_with_any_layer() {
  // The first is too small to be shared among threads; batches of 333 and 130 are shared by samples and by rows.
  for (const Shape& shape : {Shape{3, 7, 23}, Shape{323, 331, 700}, Shape{257, 413, 273}}) {
    for (const std::string& type : layer_names()) {
      TrainingRun<T> run = run_with_layer<T>(type, shape);
      const RunBits<T> alone = bits_with(run, 1);
      EXPECT_NE(alone.rows.front(), alone.rows.back()) << type;
      for (const int threads : numbers_of_threads(2, 8))
        expect_same(alone, bits_with(run, threads),
                    type + " of " + std::to_string(shape.units) + " inputs, " + std::to_string(threads) + " threads");
    }
  }
}

TEST(SameBits, ForAnyNumberOfThreadsWithAnyLayerInFloat) { expect_same_bits_with_any_layer<float>(); }

TEST(SameBits, ForAnyNumberOfThreadsWithAnyLayerInDouble) { expect_same_bits_with_any_layer<double>(); }

/// 4 epochs of 5 batches, the last of them smaller; or 5 epochs of one.
TrainingRun<float> batched_run(const std::string& optimizer = "adam") {
  const OptimizerChoice choice = make_optimizer(optimizer);
  TrainingRun<float> run(
      {dense<float>("a", 6, {.activation = "prelu", .kernel = {1e-3, 1e-3}}),
       dropout<float>("drop", dropout_rate(0.3, choice)), dense<float>("b", 1, {.activation = "sigmoid"})},
      "binary_crossentropy", true, random_samples<float>(2, 1, 22));
  run.validation = random_samples<float>(2, 1, 9, "validation");
  run.measure_several();
  run.settings.epochs = 4;
  run.settings.batch_size = 5;
  run.settings.diagnostics = {.every = 2};
  run.settings.early_stopping = EarlyStopping{.watch = {.patience = 4}, .restore_best = true};
  run.settings.checkpoint.keep_best = Monitor{"val_accuracy", true};
  run.take_optimizer(choice);
  run.schedule = std::make_unique<CosineSchedule>(0.05, 0.001, 1);
  run.settings.reduce_on_plateau = ReduceOnPlateau{.watch = {.patience = 1, .min_delta = 0.5}, .factor = 0.5};
  return run;
}

TrainingRun<float> batched_run_at(const ScheduleChoice& schedule) {
  TrainingRun<float> run = batched_run();
  run.schedule = schedule.schedule;
  run.settings.schedule_counts_epochs = schedule.counts_epochs;
  run.settings.reduce_on_plateau = schedule.plateau;
  return run;
}

/// Runs, is interrupted after each of these numbers of batches, and goes on with the state alone: with another trainer,
/// on another number of threads.
RunBits<float> bits_of_interrupted(
    const std::vector<std::int64_t>& interruptions,
    const std::function<TrainingRun<float>()>& make_run = [] { return batched_run(); }) {
  RunBits<float> bits{.state = make_run().trainer().initial_state()};
  for (std::size_t i = 0; i <= interruptions.size(); ++i) {
    TrainingRun<float> part = make_run();
    part.threads = 1 + static_cast<int>(i) % 3;
    Trainer<float> trainer = part.trainer();
    TrainState<float> state = bits.state;
    Recorder<float> recorder;
    recorder.stop_after = i < interruptions.size() ? interruptions[i] : -1;
    const TrainingStatus status = trainer.run(state, recorder);
    if (i < interruptions.size()) {
      EXPECT_EQ(status, TrainingStatus::interrupted);
      EXPECT_EQ(recorder.saved_epochs.size(), 1u);
    }
    bits.state = state;
    bits.take(recorder);
  }
  return bits;
}

TEST(SameBits, HoweverOftenARunIsInterrupted) {
  const RunBits<float> whole = bits_of_interrupted({});
  ASSERT_EQ(whole.state.step, 20);
  for (std::int64_t batches = 0; batches < 20; ++batches)
    expect_same(whole, bits_of_interrupted({batches}), "interrupted after " + std::to_string(batches));
  expect_same(whole, bits_of_interrupted({1, 1, 1, 1, 1, 1, 1}), "interrupted after each of the first seven");
  expect_same(whole, bits_of_interrupted({0, 3, 0, 7, 5}), "interrupted between epochs, and twice at one place");
}

TEST(SameBits, HoweverOftenARunIsInterruptedWithAnyOptimizer) {
  for (const std::string& name : optimizer_cases()) {
    const auto run = [&] { return batched_run(name); };
    const RunBits<float> whole = bits_of_interrupted({}, run);
    EXPECT_LT(whole.state.plateau.factor, 1) << name;
    for (std::int64_t batches = 0; batches < whole.state.step; ++batches)
      expect_same(whole, bits_of_interrupted({batches}, run), name + ", interrupted after " + std::to_string(batches));
    expect_same(whole, bits_of_interrupted({1, 1, 1, 1}, run), name + ", interrupted after the first four steps");
    expect_same(whole, bits_of_interrupted({0, 2, 1}, run), name + ", interrupted between epochs");
  }
}

TEST(SameBits, HoweverOftenARunIsInterruptedWithAnySchedule) {
  for (const std::string& schedule : schedule_cases()) {
    const auto run = [&] { return batched_run_at(make_schedule(schedule)); };
    const RunBits<float> whole = bits_of_interrupted({}, run);
    ASSERT_EQ(whole.state.step, 20) << schedule;
    for (std::int64_t batches = 0; batches < 20; ++batches)
      expect_same(whole, bits_of_interrupted({batches}, run),
                  schedule + ", interrupted after " + std::to_string(batches));
    expect_same(whole, bits_of_interrupted({3, 1, 1, 2, 5}, run), schedule + ", interrupted five times");
  }
}

TrainingRun<float> scaled_target_run() {
  TrainingRun<float> run({dense<float>("a", 6, {.activation = "tanh"}), dense<float>("b", 2)}, "mean_squared_error",
                         false, random_samples<float>(2, 2, 22));
  run.validation = random_samples<float>(2, 2, 9, "validation");
  run.measure_scaled_targets();
  run.settings.epochs = 4;
  run.settings.batch_size = 5;
  return run;
}

TEST(SameBits, HoweverOftenARunOfScaledTargetsIsInterrupted) {
  const RunBits<float> whole = bits_of_interrupted({}, scaled_target_run);
  for (std::int64_t batches = 0; batches < 20; ++batches)
    expect_same(whole, bits_of_interrupted({batches}, scaled_target_run), "after " + std::to_string(batches));
}

TEST(SameBits, AResumedRunIsToldItsFirstDiagnosticsAgain) {
  const RunBits<float> whole = bits_of_interrupted({});
  TrainingRun<float> run = batched_run();
  Trainer<float> trainer = run.trainer();
  TrainState<float> state = trainer.initial_state();
  Recorder<float> first, second;
  first.stop_after = 8;
  trainer.run(state, first);
  EXPECT_TRUE(first.initial_layers.empty());
  run.trainer().run(state, second);
  ASSERT_EQ(second.initial_layers.size(), 1u);
  ASSERT_EQ(second.initial_layers[0].size(), whole.layers[0].size());
  for (std::size_t i = 0; i < whole.layers[0].size(); ++i)
    EXPECT_EQ(second.initial_layers[0][i].values, whole.layers[0][i].values);
}

TEST(SameBits, AnInitialStateMayBeSetFromOutside) {
  TrainingRun<float> run = batched_run();
  const TrainingParts<float> parts{.model = run.model,
                                   .loss = *run.loss,
                                   .optimizer = *run.optimizer,
                                   .schedule = *run.schedule,
                                   .training = run.training,
                                   .validation = nullptr,
                                   .metrics = run.metrics,
                                   .metric_names = run.metric_names,
                                   .threads = Threads(1),
                                   .set_initial = [](TrainState<float>& state) { state.parameters[0] = 42; }};
  run.settings.early_stopping.reset();
  run.settings.checkpoint.keep_best.reset();
  run.settings.reduce_on_plateau.reset();
  EXPECT_EQ(Trainer<float>(run.settings, parts).initial_state().parameters[0], 42);
}

TEST(SameBits, DifferForAnotherSeed) {
  TrainingRun<float> run = batched_run(), other = batched_run();
  other.settings.seed = 2;
  EXPECT_NE(bits_with(run, 1).state.parameters, bits_with(other, 1).state.parameters);
}

// Diagnostics and validation look on: they must not change what they look at.
TEST(SameBits, WhetherOrNotSomebodyLooksOn) {
  TrainingRun<float> watched = batched_run(), alone = batched_run();
  alone.settings.diagnostics = {.every = 0};
  for (TrainingRun<float>* run : {&watched, &alone}) run->settings.reduce_on_plateau.reset();  // which does not look on
  alone.settings.early_stopping.reset();
  alone.settings.checkpoint.keep_best.reset();
  watched.settings.early_stopping->restore_best = false;
  alone.validation = {};
  alone.metrics.clear();
  alone.metric_names.clear();
  EXPECT_EQ(bits_with(watched, 1).state.parameters, bits_with(alone, 1).state.parameters);
}

TEST(BatchOrder, IsAPermutationThatDependsOnSeedAndEpoch) {
  std::vector<Index> first(100), again(100), next(100), other(100), sorted(100);
  fill_epoch_order(1, 0, true, first);
  fill_epoch_order(1, 0, true, again);
  fill_epoch_order(1, 1, true, next);
  fill_epoch_order(2, 0, true, other);
  EXPECT_EQ(first, again);
  EXPECT_NE(first, next);
  EXPECT_NE(first, other);
  std::iota(sorted.begin(), sorted.end(), Index{0});
  EXPECT_TRUE(std::is_permutation(first.begin(), first.end(), sorted.begin()));
  fill_epoch_order(1, 0, false, first);
  EXPECT_EQ(first, sorted);
}

// The shuffle as its inventors wrote it, a number at a time; lengths around the number of those drawn at once.
TEST(BatchOrder, IsFisherAndYatesShuffle) {
  for (const std::size_t length : {0u, 1u, 2u, 63u, 64u, 65u, 66u, 128u, 129u, 1000u}) {
    std::vector<Index> order(length), expected(length);
    fill_epoch_order(5, 3, true, order);
    std::iota(expected.begin(), expected.end(), Index{0});
    const RandomStream random(5, Purpose::batch_order, 3);
    for (std::size_t i = length; i > 1; --i) std::swap(expected[i - 1], expected[random.below(i, i)]);
    EXPECT_EQ(order, expected) << length << " samples";
  }
}

// Every place is as likely for every sample: a chi-square test of 24 permutations of four, 10^5 draws.
TEST(BatchOrder, IsFair) {
  std::map<std::vector<Index>, int> counts;
  constexpr int draws = 100000;
  for (int epoch = 0; epoch < draws; ++epoch) {
    std::vector<Index> order(4);
    fill_epoch_order(7, epoch, true, order);
    ++counts[order];
  }
  ASSERT_EQ(counts.size(), 24u);
  double chi_square = 0;
  for (const auto& [order, count] : counts) chi_square += std::pow(count - draws / 24.0, 2) / (draws / 24.0);
  EXPECT_LT(chi_square, 49.7);  // 0.1 % of fair shuffles exceed it (23 degrees of freedom)
}

}  // namespace
}  // namespace mlp::test
