// mlp init-stats: how signal and gradient go through a net before it learns anything, beside what theory says.

#include <cmath>
#include <iostream>
#include <numeric>

#include "command.h"
#include "component_names.h"
#include "distinct_runs.h"
#include "initial_state.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "precision.h"
#include "print.h"
#include "propagation.h"

namespace mlp {
namespace {

struct InitStatsOptions {
  std::filesystem::path config;
  PlanOptions plan;
  std::uint64_t seeds = 1;
};

/// The numbers of one layer, a value for each seed.
struct LayerNumbers {
  std::vector<double> signal, signal_factor, gradient, gradient_factor, saturated, zeros;
};

/// √(mean²) of the inputs of the probe set.
template <class T>
double input_rms(const BuiltRun<T>& run, Index samples) {
  std::vector<Index> first(static_cast<std::size_t>(samples));
  std::iota(first.begin(), first.end(), Index{0});
  Matrix<T> x(run.data.inputs(), samples);
  run.data.train().gather(first, x.data(), nullptr);
  return std::sqrt(x.template cast<double>().array().square().mean());
}

double rms_of(const LayerRow& row) {
  return std::hypot(row.value("activation_mean").value_or(NAN), row.value("activation_std").value_or(NAN));
}

/// Measures the layers for one start after the other.
template <class T>
class Measuring {
 public:
  Measuring(const BuiltRun<T>& run, const RunConfig& config, int threads)
      : run_(run),
        config_(config),
        threads_(threads),
        theory_(theory_of(run.model)),
        diagnostics_(run.model, *run.loss, run.data.train(), static_cast<Index>(config.training.diagnostics.samples)),
        input_rms_(input_rms(run, diagnostics_.samples())),
        numbers_(theory_.size()) {}

  void add(std::uint64_t seed) {
    TrainState<T> state = initial_state(run_, config_, seed);
    Execution<T> execution;
    execution.threads = Threads(threads_);
    execution.parameters = state.parameters.data();
    execution.statistics = state.statistics.data();
    const std::vector<LayerRow> rows = diagnostics_.measure(0, execution, {});
    for (std::size_t i = 0; i < theory_.size(); ++i)
      if (const LayerRow* row = row_of(rows, static_cast<Index>(i))) add(rows, *row, theory_[i], numbers_[i]);
  }

  const std::vector<LayerTheory>& theory() const { return theory_; }
  const std::vector<LayerNumbers>& numbers() const { return numbers_; }
  Index samples() const { return diagnostics_.samples(); }

 private:
  const LayerRow* row_of(const std::vector<LayerRow>& rows, Index layer) const {
    if (layer < 0) return nullptr;
    const std::string& name = run_.model.layers()[static_cast<std::size_t>(layer)].name;
    const auto found = std::ranges::find(rows, name, &LayerRow::name);
    return found == rows.end() ? nullptr : &*found;
  }

  void add(const std::vector<LayerRow>& rows, const LayerRow& row, const LayerTheory& theory, LayerNumbers& n) const {
    const auto keep = [](std::vector<double>& values, std::optional<double> value) {
      if (value) values.push_back(*value);
    };
    const std::optional<double> gradient = row.value("delta_std");
    n.signal.push_back(rms_of(row));
    keep(n.gradient, gradient);
    keep(n.saturated, row.value("saturated"));
    keep(n.zeros, row.value("zeros"));
    if (theory.source == LayerTheory::network_input) n.signal_factor.push_back(rms_of(row) / input_rms_);
    if (const LayerRow* source = row_of(rows, theory.source)) n.signal_factor.push_back(rms_of(row) / rms_of(*source));
    const LayerRow* consumer = row_of(rows, theory.consumer);
    if (consumer != nullptr && gradient && consumer->value("delta_std"))
      n.gradient_factor.push_back(*gradient / *consumer->value("delta_std"));
  }

  const BuiltRun<T>& run_;
  const RunConfig& config_;
  int threads_;
  std::vector<LayerTheory> theory_;
  Diagnostics<T> diagnostics_;
  double input_rms_;
  std::vector<LayerNumbers> numbers_;
};

std::string cell_of(const std::optional<double>& value) { return value ? rounded(*value, 3) : ""; }

template <class T>
void show(const RunConfig& config, std::uint64_t seeds, const CommandContext& context, DataCache& cache) {
  const BuiltRun<T> run = build_run<T>(config, &cache);
  Measuring<T> measuring(run, config, context.threads);
  for (std::uint64_t k = 0; k < seeds; ++k) measuring.add(config.seed + k);
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < measuring.numbers().size(); ++i) {
    const LayerNumbers& n = measuring.numbers()[i];
    const LayerTheory& theory = measuring.theory()[i];
    const LayerInfo& layer = run.model.layers()[i];
    if (n.signal.empty()) continue;
    rows.push_back({layer.name, activation_name(run.model, layer, context.catalog), mean_text(n.signal),
                    mean_text(n.signal_factor), cell_of(theory.signal), mean_text(n.gradient),
                    mean_text(n.gradient_factor), cell_of(theory.gradient), mean_text(n.saturated),
                    mean_text(n.zeros)});
  }
  print_table({{"layer"},
               {"activation"},
               {"signal", Align::right},
               {"factor", Align::right},
               {"theory", Align::right},
               {"gradient", Align::right},
               {"factor", Align::right},
               {"theory", Align::right},
               {"saturated", Align::right},
               {"zeros", Align::right}},
              rows);
  std::cout << counted(static_cast<std::int64_t>(seeds), "start") << ", " << counted(measuring.samples(), "sample")
            << "\n";
}

void show_all(const InitStatsOptions& options, const CommandContext& context) {
  const Plan plan = make_plan(options.config, options.plan);
  const std::vector<const PlannedRun*> runs = distinct_runs(plan);
  DataCache cache;
  for (const PlannedRun* run : runs) {
    if (runs.size() > 1) std::cout << (run == runs[0] ? "" : "\n") << printable(label_of(*run)) << "\n";
    const RunConfig config = read_planned(*run, context.catalog);
    with_precision(config.precision,
                   [&](auto example) { show<decltype(example)>(config, options.seeds, context, cache); });
  }
  std::cout << "\nsignal: root mean square of the activations; its factor: over that of the layer's inputs\n"
               "gradient: standard deviation of dC/ds, s the pre-activation; its factor: over that of the next layer\n";
}

}  // namespace

void add_init_stats(CLI::App& program, CommandContext& context) {
  CLI::App& command = add_command(program, context, "init-stats",
                                  "signal and gradient size per layer at initialization, measured beside theory",
                                  "mlp init-stats configs/digits.json --seeds 10");
  const auto options = std::make_shared<InitStatsOptions>();
  command.add_option("CONFIG", options->config, "a JSON config; every variant and point of its sweep is measured")
      ->required();
  command
      .add_option("--seeds", options->seeds, "starts, from the config's seed on; mean ± standard deviation; default: 1")
      ->type_name("N")
      ->check(CLI::Range(1, 100000));
  add_plan_options(command, options->plan);
  command.callback([options, &context] { show_all(*options, context); });
}

}  // namespace mlp
