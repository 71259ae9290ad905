// mlp validate: everything that can be known of configs without training: what is wrong, and what is odd.

#include <iostream>

#include "command.h"
#include "distinct_runs.h"
#include "mlp/core/numbers.h"
#include "print.h"
#include "run_warnings.h"

namespace mlp {
namespace {

struct ValidateOptions {
  std::vector<std::filesystem::path> configs;
  PlanOptions plan;
};

/// Adds a config's problems to `errors`, or prints its line and its warnings.
void validate_one(const std::filesystem::path& path, const ValidateOptions& options, const CommandContext& context,
                  std::vector<std::string>& errors) {
  const Plan plan = make_plan(path, options.plan, &context.catalog);
  Problems problems;
  check_configs(plan, context.catalog, problems);
  problems.raise();
  const std::vector<const PlannedRun*> runs = distinct_runs(plan);
  Findings<std::string> warnings, misfits;
  DataCache cache;
  for (const PlannedRun* run : runs) {
    const RunConfig config = read_planned(*run, context.catalog);
    try {
      for (const std::string& warning : warnings_of(config, context.catalog, Thoroughness::whole_data, cache))
        warnings.add(warning, label_of(*run));
    } catch (const InputError& error) {
      misfits.add(error.what(), label_of(*run));
    }
  }
  const std::vector<std::string> wrong = with_runs(misfits, runs.size());
  for (const std::string& misfit : wrong) errors.push_back(path.string() + with_settings(options.plan) + ": " + misfit);
  if (!wrong.empty() || context.quiet) return;
  std::cout << path.string() << ": ok, " << counted(static_cast<std::int64_t>(plan.runs.size()), "run") << "\n";
  for (const std::string& warning : with_runs(warnings, runs.size())) std::cout << "  warning: " << warning << "\n";
}

void validate(const ValidateOptions& options, const CommandContext& context) {
  std::vector<std::string> errors;
  for (const std::filesystem::path& path : options.configs) {
    try {
      validate_one(path, options, context, errors);
    } catch (const InputError& error) {
      errors.emplace_back(error.what());
    }
  }
  if (errors.empty()) return;
  std::string all;
  for (const std::string& error : errors)
    all += error + (error.ends_with('\n') || &error == &errors.back() ? "" : "\n");
  throw InputError(all);
}

}  // namespace

void add_validate(CLI::App& program, CommandContext& context) {
  CLI::App& command = add_command(program, context, "validate",
                                  "check configs, all variants, and that their data load, without training",
                                  "mlp validate configs/*.json");
  const auto options = std::make_shared<ValidateOptions>();
  command.add_option("CONFIG", options->configs, "JSON configs")->required();
  add_plan_options(command, options->plan);
  command.callback([options, &context] { validate(*options, context); });
}

}  // namespace mlp
