// mlp summary: a config's net on one page, and what its first weights will be like.

#include <iostream>

#include "command.h"
#include "mlp/config/build.h"
#include "mlp/core/memory.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "mlp/training/batch_plan.h"
#include "model_tables.h"
#include "precision.h"
#include "print.h"

namespace mlp {
namespace {

template <class T>
std::string bytes_of(Index elements) {
  return readable_bytes(saturating_product(static_cast<std::uint64_t>(elements), sizeof(T)));
}

/// What training keeps in memory besides the data.
template <class T>
void print_sizes(const RunConfig& config, const BuiltRun<T>& run) {
  const Model<T>& model = run.model;
  const Index batch = BatchPlan(config.training, run.data.train().samples()).batch_size();
  double flops = 0;
  for (const LayerInfo& layer : model.layers()) flops += layer.flops;
  const Index parameters = model.parameters().size();
  const Index moments = padded(parameters) * run.optimizer->moment_count();
  const std::string precision = sizeof(T) == 4 ? "float32" : "float64";
  std::vector<std::pair<std::string, std::string>> facts{
      {"parameters",
       grouped(parameters) + ", " + bytes_of<T>(parameters) + " in " + precision + ", and as much for their gradient"}};
  const Index trained = model.parameters().trainable_size();
  if (trained < parameters)
    facts.push_back({"", grouped(trained) + " of them are trained, " + grouped(parameters - trained) + " are frozen"});
  const Index statistics = model.statistics().size();
  if (statistics > 0)
    facts.push_back({"statistics", grouped(statistics) + ", " + bytes_of<T>(statistics) + ", running, not trained"});
  facts.push_back({"optimizer", bytes_of<T>(moments) + " of moments"});
  facts.push_back({"buffers", bytes_of<T>(plan_workspace(model, batch, WorkspaceUse::training).elements) +
                                  " for a batch of " + counted(batch, "sample")});
  facts.push_back({"forward pass", grouped(static_cast<std::int64_t>(flops)) +
                                       " FLOPs a sample: multiplications and additions of the layers with weights"});
  print_facts(facts);
}

template <class T>
void show(const RunConfig& config, const CommandContext& context) {
  const BuiltRun<T> run = build_run<T>(config);
  const TextTable layers = layer_table(run.model, context.catalog);
  print_table(layers.columns, layers.rows);
  std::cout << "\n";
  print_sizes(config, run);
  if (config.initial_weights)
    std::cout << "\nThe first values come from " << printable(config.initial_weights->string())
              << ", not from these rules:";
  std::cout << "\n";
  const TextTable tensors = initializer_table(run.model);
  print_table(tensors.columns, tensors.rows);
  std::cout << "n: fan-in, m: fan-out\n";
}

}  // namespace

void add_summary(CLI::App& program, CommandContext& context) {
  CLI::App& command =
      add_command(program, context, "summary",
                  "layers, shapes, parameters, FLOPs, bytes, and per tensor the distribution of the initial weights",
                  "mlp summary configs/two_circles.json --only relu-5x5-he");
  struct Options {
    std::filesystem::path config;
    PlanOptions plan;
  };
  const auto options = std::make_shared<Options>();
  command.add_option("CONFIG", options->config, "a JSON config")->required();
  add_plan_options(command, options->plan);
  command.callback([options, &context] {
    with_single(options->config, options->plan, context, [&](const RunConfig& config) {
      with_precision(config.precision, [&](auto example) { show<decltype(example)>(config, context); });
    });
  });
}

}  // namespace mlp
