// mlp validate: everything that can be known of configs without training: what is wrong, and what is odd.

#include <iostream>

#include "command.h"
#include "distinct_runs.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "print.h"
#include "trial_builds.h"

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
  DataCache cache;
  const TrialBuilds found = try_builds(plan, options.plan, context.catalog, Thoroughness::whole_data, cache);
  errors.insert(errors.end(), found.errors.begin(), found.errors.end());
  if (!found.errors.empty() || context.quiet) return;
  std::cout << printable(path.string()) << ": ok, " << counted(static_cast<std::int64_t>(plan.runs.size()), "run")
            << "\n";
  for (const std::string& warning : found.warnings)
    std::cout << "  warning: " << printable(warning, /*keep_newlines=*/true) << "\n";
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
