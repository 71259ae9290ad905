// How long a training step takes: gather, forward and backward pass, loss, update, as Trainer does them.
//
//     mlp_step [--threads N] [--seconds S] [--accuracy] [--diagnostics EPOCHS] WORKLOAD...
//     mlp_step --list [WORKLOAD...]
//
// where a workload is a name of bench/workloads.h or a line of --list, which also describes nets that have no name,
// prints a line of CSV per workload: program, workload, threads, the median and the best of chunks of some 20 ms in
// microseconds a step, the peak memory of the process in megabytes, and then the rate of the products and the
// multiply-add peak measured right before, both in GFLOP/s. --list prints the workloads for bench/peers.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <numeric>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "fma_peak.h"
#include "mlp/core/numbers.h"
#include "mlp/data/dataset.h"
#include "mlp/data/source.h"
#include "mlp/math/activations/relu.h"
#include "mlp/math/activations/sigmoid.h"
#include "mlp/math/activations/softmax.h"
#include "mlp/math/activations/tanh.h"
#include "mlp/math/losses/binary_crossentropy.h"
#include "mlp/math/losses/categorical_crossentropy.h"
#include "mlp/math/metrics/accuracy.h"
#include "mlp/math/optimizers/sgd.h"
#include "mlp/model/layers/dense.h"
#include "mlp/training/trainer.h"
#include "workloads.h"

namespace mlp::bench {
namespace {

struct Options {
  int threads = 1;
  double seconds = 1;
  bool accuracy = false, list = false;
  std::int64_t diagnostics = 0;
  std::vector<std::string> workloads;
};

/// Uniform features, and classes that have nothing to do with them: the work is the same.
Part<float> samples_of(const Workload& w) {
  const bool two_classes = w.widths.back() == 1;
  Matrix<double> x(w.widths.front(), w.samples);
  std::minstd_rand random(1);
  for (Index i = 0; i < x.size(); ++i) x.data()[i] = static_cast<double>(random()) / static_cast<double>(random.max());
  Table table;
  table.features = std::move(x);
  SampleStore<float> store;
  store.info.task = two_classes ? Task::binary_classification : Task::multiclass_classification;
  store.info.encoding = two_classes ? Encoding::single_row : Encoding::one_hot;
  store.info.class_names.resize(static_cast<std::size_t>(std::max<Index>(2, w.widths.back())));
  store.features = make_feature_store<float>(table, {});
  std::vector<Index> rows(static_cast<std::size_t>(w.samples));
  std::iota(rows.begin(), rows.end(), Index{0});
  for (const Index row : rows)
    store.labels.push_back(static_cast<std::int32_t>(row % static_cast<Index>(store.info.class_names.size())));
  return {std::make_shared<const SampleStore<float>>(std::move(store)), std::move(rows)};
}

/// Times chunks of batches, and stops training when time is up.
class Stopwatch final : public TrainingListener<float> {
 public:
  explicit Stopwatch(double seconds) : seconds_(seconds) {}

  void on_resumed(const std::vector<LayerRow>&) override {}
  void on_epoch(const TrainState<float>&, const HistoryRow&, const std::vector<LayerRow>&,
                const std::vector<LayerHistograms>&) override {}
  void on_batch(const TrainState<float>&) override {
    if (--left_ > 0) return;
    const Clock::time_point now = Clock::now();
    if (begun_) {
      const double passed = std::chrono::duration<double>(now - start_).count();
      if (passed < shortest && chunks_.empty()) {
        chunk_ *= 2;  // still finding out how many steps a chunk needs
      } else {
        chunks_.push_back(passed / static_cast<double>(chunk_));
        total_ += passed;
      }
    }
    begun_ = true;
    left_ = chunk_;
    start_ = now;
  }
  void save(const TrainState<float>&) override {}
  bool stop_requested() override { return total_ >= seconds_ && (chunks_.size() >= 3 || total_ >= 4 * seconds_); }

  double best() const { return *std::ranges::min_element(chunks_); }
  double median() {
    std::ranges::sort(chunks_);
    return chunks_[chunks_.size() / 2];
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr double shortest = 0.02;

  double seconds_, total_ = 0;
  bool begun_ = false;
  long chunk_ = 1, left_ = 2;  // the first two steps touch memory for the first time
  Clock::time_point start_;
  std::vector<double> chunks_;
};

std::shared_ptr<const Activation<float>> activation_of(const std::string& name) {
  if (name == "relu") return std::make_shared<Relu<float>>();
  if (name == "tanh") return std::make_shared<Tanh<float>>();
  if (name == "sigmoid") return std::make_shared<Sigmoid<float>>();
  throw std::invalid_argument("expected relu, tanh or sigmoid, found " + name);
}

Model<float> model_of(const Workload& w) {
  std::vector<LayerDescription<float>> layers;
  for (std::size_t i = 1; i < w.widths.size(); ++i) {
    const bool last = i + 1 == w.widths.size();
    std::shared_ptr<const Activation<float>> g = activation_of(w.activation);
    if (last && w.widths.back() == 1) g = std::make_shared<Sigmoid<float>>();
    if (last && w.widths.back() > 1) g = std::make_shared<Softmax<float>>();
    const DenseSettings settings{
        .units = w.widths[i],
        .kernel = {make_variance_scaling({.scale = 2, .fan_in_weight = 1, .fan_out_weight = 1}, 1), {}},
        .bias = {make_constant(0), {}}};
    LayerDescription<float> layer{.name = "dense_" + std::to_string(i), .type = "dense"};
    layer.stages.push_back(std::make_shared<Dense<float>>(settings, g));
    layers.push_back(std::move(layer));
  }
  return Model<float>(std::move(layers), w.widths.front(), true);
}

void measure(const Workload& w, const Options& options) {
  const double peak = fma_rate(options.threads);
  const Model<float> model = model_of(w);
  const Part<float> samples = samples_of(w);
  const BinaryCrossentropy<float> two_classes(Reduction::mean_over_outputs);
  const CategoricalCrossentropy<float> classes;
  const Sgd<float> optimizer(0.9, false);
  const ConstantSchedule schedule(0.01);
  Metrics<float> metrics;
  std::vector<std::string> names;
  if (options.accuracy) metrics = {std::make_shared<Accuracy<float>>()}, names = {"accuracy"};
  const TrainingSettings settings{.seed = 1,
                                  .epochs = 1'000'000,
                                  .batch_size = w.batch,
                                  .drop_last = true,
                                  .diagnostics = {.every = options.diagnostics}};
  const Loss<float>& loss = w.widths.back() == 1 ? static_cast<const Loss<float>&>(two_classes) : classes;
  Trainer<float> trainer(settings, {.model = model,
                                    .loss = loss,
                                    .optimizer = optimizer,
                                    .schedule = schedule,
                                    .training = samples,
                                    .validation = nullptr,
                                    .metrics = metrics,
                                    .metric_names = names,
                                    .threads = Threads(options.threads)});
  TrainState<float> state = trainer.initial_state();
  Stopwatch watch(options.seconds);
  trainer.run(state, watch);
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("mlp,%s,%d,%.4f,%.4f,%ld,%.2f,%.1f\n", w.name.c_str(), options.threads, watch.median() * 1e6,
              watch.best() * 1e6, usage.ru_maxrss / 1024, flops_of_step(w) / watch.median() / 1e9, peak / 1e9);
  std::fflush(stdout);
}

Options parse(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = arguments[i];
    const auto number = [&] {
      const std::optional<double> value = i + 1 < count ? read_number(arguments[++i]) : std::nullopt;
      if (!value || *value < 0) throw std::invalid_argument(word + " needs a number, as in " + word + " 2");
      return *value;
    };
    if (word == "--threads")
      options.threads = static_cast<int>(number());
    else if (word == "--seconds")
      options.seconds = number();
    else if (word == "--diagnostics")
      options.diagnostics = static_cast<std::int64_t>(number());
    else if (word == "--list")
      options.list = true;
    else if (word == "--accuracy")
      options.accuracy = true;
    else
      options.workloads.push_back(word);
  }
  if (options.workloads.empty())
    for (const Workload& w : workloads()) options.workloads.push_back(w.name);
  return options;
}

}  // namespace
}  // namespace mlp::bench

int main(int count, char** arguments) {
  try {
    const mlp::bench::Options options = mlp::bench::parse(count, arguments);
    if (options.list) {
      for (const std::string& name : options.workloads)
        std::puts(mlp::bench::written(mlp::bench::workload(name)).c_str());
      return 0;
    }
    for (const std::string& name : options.workloads) mlp::bench::measure(mlp::bench::workload(name), options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mlp_step: %s\n", error.what());
    return 2;
  }
}
