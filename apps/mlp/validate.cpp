// mlp validate: everything that can be known of configs without training: what is wrong, and what is odd.

#include <iostream>

#include "command.h"
#include "distinct_runs.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "precision.h"
#include "print.h"
#include "warnings.h"

namespace mlp {
namespace {

struct ValidateOptions {
  std::vector<std::filesystem::path> configs;
  PlanOptions plan;
};

/// Messages, each with the runs that it is of.
class Findings {
 public:
  void add(const std::string& message, const std::string& run) {
    const auto found = std::ranges::find(messages_, message, &Message::text);
    if (found == messages_.end())
      messages_.push_back({message, {run}});
    else
      found->runs.push_back(run);
  }

  /// "MESSAGE (in 3 of 9 runs: relu, tanh, …)"; where it is of all runs, the message alone.
  std::vector<std::string> texts(std::size_t all_runs) const {
    constexpr std::size_t enough = 3;
    std::vector<std::string> texts;
    for (const Message& message : messages_) {
      std::string text = message.text;
      if (message.runs.size() < all_runs) {
        text += " (in " + std::to_string(message.runs.size()) + " of " + std::to_string(all_runs) + " runs: ";
        for (std::size_t i = 0; i < std::min(enough, message.runs.size()); ++i)
          text += (i == 0 ? "" : ", ") + printable(message.runs[i]);
        text += message.runs.size() > enough ? ", …)" : ")";
      }
      texts.push_back(text);
    }
    return texts;
  }

 private:
  struct Message {
    std::string text;
    std::vector<std::string> runs;
  };
  std::vector<Message> messages_;
};

template <class T>
std::vector<std::string> warnings_of(const RunConfig& config, const Catalog& catalog, DataCache& cache) {
  const BuiltRun<T> run = build_run<T>(config, &cache);
  std::vector<std::string> warnings = net_warnings(run.model, catalog);
  for (std::string& warning : fit_warnings(config, run, describe(run.data), catalog))
    warnings.push_back(std::move(warning));
  return warnings;
}

/// Adds a config's problems to `errors`, or prints its line and its warnings.
void validate_one(const std::filesystem::path& path, const ValidateOptions& options, const CommandContext& context,
                  std::vector<std::string>& errors) {
  const Plan plan = make_plan(path, options.plan);
  Problems problems;
  for (const PlannedRun& run : plan.runs) read_run_config(run.config, context.catalog, problems);
  problems.raise();
  const std::vector<const PlannedRun*> runs = distinct_runs(plan);
  Findings warnings, misfits;
  DataCache cache;
  for (const PlannedRun* run : runs) {
    const RunConfig config = read_planned(*run, context.catalog);
    try {
      const auto found = with_precision(config.precision, [&](auto example) {
        return warnings_of<decltype(example)>(config, context.catalog, cache);
      });
      for (const std::string& warning : found) warnings.add(warning, label_of(*run));
    } catch (const InputError& error) {
      misfits.add(error.what(), label_of(*run));
    }
  }
  const std::vector<std::string> wrong = misfits.texts(runs.size());
  for (const std::string& misfit : wrong) errors.push_back(path.string() + ": " + misfit);
  if (!wrong.empty() || context.quiet) return;
  std::cout << path.string() << ": ok, " << counted(static_cast<std::int64_t>(plan.runs.size()), "run") << "\n";
  for (const std::string& warning : warnings.texts(runs.size())) std::cout << "  warning: " << warning << "\n";
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
