// mlp gradcheck: the back-propagated gradient of a config's net against central differences, tensor by tensor.

#include <iostream>
#include <numeric>

#include "command.h"
#include "initial_state.h"
#include "mlp/core/numbers.h"
#include "mlp/training/batch_plan.h"
#include "mlp/training/gradient_check.h"
#include "print.h"

namespace mlp {
namespace {

struct GradcheckOptions {
  std::filesystem::path config;
  PlanOptions plan;
  GradientCheckSettings check;
};

/// "dense_1/kernel[3, 0]": the place of an entry, whose number counts in the order of Keras's shape.
std::string entry_name(const ParameterBlock& block, Index entry) {
  std::string text;
  for (std::size_t i = block.shape.size(); i-- > 0; entry /= block.shape[i])
    text = std::to_string(entry % block.shape[i]) + (text.empty() ? "" : ", ") + text;
  return block.name + "[" + text + "]";
}

/// On the first batch of the training part in its own order, with the dropout of the first step.
std::vector<TensorCheck> check_first_batch(const BuiltRun<double>& run, const RunConfig& config,
                                           const GradientCheckSettings& settings, int threads) {
  TrainState<double> state = initial_state(run, config, config.seed);
  const Index samples = BatchPlan(config.training, run.data.train().samples()).batch_size();
  Objective<double> objective(run.model, run.criterion(), samples, WorkspaceUse::training);
  std::vector<Index> first(static_cast<std::size_t>(samples));
  std::iota(first.begin(), first.end(), Index{0});
  run.data.train().gather(first, objective.inputs(), objective.targets());
  Execution<double> execution;
  execution.samples = samples;
  execution.training = true;
  execution.threads = Threads(threads);
  execution.parameters = state.parameters.data();
  execution.statistics = state.statistics.data();
  execution.seed = config.seed;
  return check_gradient(objective, execution, settings);
}

std::string verdict_of(const TensorCheck& check) {
  if (!check.passed) return "wrong";
  return check.checked == 0 ? "not measurable" : "ok";
}

void print_checks(const std::vector<TensorCheck>& checks) {
  std::vector<std::vector<std::string>> rows;
  for (const TensorCheck& c : checks)
    rows.push_back({c.name, grouped(c.size), grouped(c.checked), grouped(c.skipped), rounded(c.relative_error, 2),
                    rounded(c.worst_error, 2), verdict_of(c)});
  print_table({{"tensor"},
               {"entries", Align::right},
               {"checked", Align::right},
               {"skipped", Align::right},
               {"error", Align::right},
               {"worst entry", Align::right},
               {"verdict"}},
              rows);
}

/// Frozen tensors have no gradient that training would use.
void print_frozen(const ParameterLayout& layout) {
  std::vector<std::string> names;
  for (const ParameterBlock& block : layout.blocks())
    if (!block.learning.trainable) names.push_back(block.name);
  if (!names.empty()) std::cout << "Frozen, and not checked: " << listed(names) << ".\n";
}

/// Throws CheckFailed with the worst entry of each tensor that did not pass.
void judge(const std::vector<TensorCheck>& checks, const ParameterLayout& layout, double limit) {
  std::string wrong;
  Index checked = 0;
  for (const TensorCheck& c : checks) {
    checked += c.checked;
    if (!c.passed)
      wrong += "\n  " + entry_name(*layout.find(c.name), c.worst_entry) + ": back-propagated " +
               shortest(c.back_propagated) + ", by differences " + rounded(c.by_differences, 12) + ", error " +
               rounded(c.worst_error, 2);
  }
  if (!wrong.empty())
    throw CheckFailed("the gradient is wrong (limit " + shortest(limit) +
                      "); the worst entry of each such tensor:" + wrong);
  if (checked == 0 && !checks.empty())
    throw CheckFailed(
        "nothing could be checked: no entry's difference could be measured; try a larger --tolerance, or another "
        "--seed");
}

void run_check(const GradcheckOptions& options, const RunConfig& config, const CommandContext& context) {
  const BuiltRun<double> run = build_run<double>(config);
  GradientCheckSettings settings = options.check;
  settings.seed = config.seed;
  const std::vector<TensorCheck> checks = check_first_batch(run, config, settings, context.threads);
  if (!context.quiet) print_checks(checks), print_frozen(run.model.parameters());
  std::cout.flush();
  judge(checks, run.model.parameters(), settings.limit);
  if (!context.quiet) std::cout << "The gradient is right: all errors are within " << shortest(settings.limit) << ".\n";
}

}  // namespace

void add_gradcheck(CLI::App& program, CommandContext& context) {
  CLI::App& command =
      add_command(program, context, "gradcheck",
                  "back-propagated gradients against central differences, per parameter tensor, in float64",
                  "mlp gradcheck configs/xor.json");
  const auto options = std::make_shared<GradcheckOptions>();
  command.add_option("CONFIG", options->config, "a JSON config; its loss, penalties and first batch are used")
      ->required();
  command.add_option("--tolerance", options->check.limit, "the largest relative error that passes; default: 1e-6")
      ->type_name("X")
      ->check(number_between(1e-15, 1));
  command.add_option("--entries", options->check.entries, "random entries checked of each tensor; default: 20")
      ->type_name("N")
      ->check(whole_number(1, 1000000));
  add_plan_options(command, options->plan);
  command.callback([options, &context] {
    with_single(options->config, options->plan, context,
                [&](const RunConfig& config) { run_check(*options, config, context); });
  });
}

}  // namespace mlp
