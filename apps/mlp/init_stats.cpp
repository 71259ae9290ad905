// mlp init-stats: how signal and gradient go through a net before it learns anything, beside what theory says.

#include <iostream>

#include "blame.h"
#include "command.h"
#include "component_names.h"
#include "distinct_runs.h"
#include "first_sizes.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "precision.h"
#include "print.h"

namespace mlp {
namespace {

struct InitStatsOptions {
  std::filesystem::path config;
  PlanOptions plan;
  std::uint64_t seeds = 1;
};

std::string cell_of(const std::optional<double>& value) { return value ? rounded(*value, 3) : ""; }

template <class T>
void show(const RunConfig& config, std::uint64_t seeds, const CommandContext& context, DataCache& cache) {
  const BuiltRun<T> run = build_run<T>(config, &cache);
  FirstSizes<T> sizes(run, config, context.threads);
  for (std::uint64_t k = 0; k < seeds; ++k) sizes.add(config.seed + k);
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < sizes.sizes().size(); ++i) {
    const LayerSizes& n = sizes.sizes()[i];
    const LayerTheory& theory = sizes.theory()[i];
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
  std::cout << counted(static_cast<std::int64_t>(seeds), "start") << ", " << counted(sizes.samples(), "sample") << "\n";
}

void show_all(const InitStatsOptions& options, const CommandContext& context) {
  const Plan plan = make_plan(options.config, options.plan, &context.catalog);
  const std::vector<const PlannedRun*> runs = distinct_runs(plan);
  DataCache cache;
  for (const PlannedRun* run : runs) {
    if (runs.size() > 1) std::cout << (run == runs[0] ? "" : "\n") << printable(label_of(*run)) << "\n";
    const RunConfig config = read_planned(*run, context.catalog);
    blaming_places(run->config, [&] {
      with_precision(config.precision,
                     [&](auto example) { show<decltype(example)>(config, options.seeds, context, cache); });
    });
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
      ->check(whole_number(1, 100000));
  add_plan_options(command, options->plan);
  command.callback([options, &context] { show_all(*options, context); });
}

}  // namespace mlp
