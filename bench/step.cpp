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
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "fma_peak.h"
#include "mlp/core/numbers.h"
#include "mlp/math/metrics/accuracy.h"
#include "mlp/training/trainer.h"
#include "training_net.h"
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

void measure(const Workload& w, const Options& options) {
  const double peak = fma_rate(options.threads);
  const TrainingNet net =
      options.accuracy ? TrainingNet(w, {std::make_shared<Accuracy<float>>()}, {"accuracy"}) : TrainingNet(w);
  const TrainingSettings settings{.seed = 1,
                                  .epochs = 1'000'000,
                                  .batch_size = w.batch,
                                  .drop_last = true,
                                  .diagnostics = {.every = options.diagnostics}};
  Trainer<float> trainer(settings, net.parts(options.threads));
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
