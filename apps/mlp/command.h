#pragma once
// What all commands share. Each command is one file with one function that declares its options and says what to run.

#include <CLI/CLI.hpp>
#include <atomic>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "mlp/config/catalog.h"
#include "mlp/config/plan.h"
#include "mlp/config/run_config.h"
#include "mlp/core/error.h"

namespace mlp {

struct CommandContext {
  const Catalog& catalog;
  int threads = 1;     // --threads; default: all cores
  bool quiet = false;  // errors only
  bool verbose = false;
  ExitCode result = ExitCode::done;

  /// A message for the user on stderr, unless --quiet.
  void say(const std::string& text) const;
};

/// The number of the signal (SIGINT, SIGTERM, SIGHUP) that asked to stop, or 0. A second one ends the program at once.
const std::atomic<int>& stop_signal();

/// The exit code of a command that stop_signal() has ended.
ExitCode stopped();

/// From now on SIGINT, SIGTERM and SIGHUP no longer end the program at once, but raise stop_signal(). For commands that
/// look at it and have something to put in order; any other is ended, and leaves no unfinished file.
void catch_stop_signals();

/// Checks of an option's value, which say what is expected and what was found; --help shows the range.
CLI::Validator whole_number(std::int64_t low, std::int64_t high);
CLI::Validator number_between(double low, double high);

/// Declares the options that choose and change configs: --set, --vary, --only, --seed.
void add_plan_options(CLI::App& command, PlanOptions& options);

/// Adds a command with its one-line description and its example, and --threads, --quiet, --verbose,
/// --version.
CLI::App& add_command(CLI::App& program, CommandContext& context, const std::string& name, const std::string& summary,
                      const std::string& example);

/// Reads a planned run's config; throws InputError with all problems there are.
RunConfig read_planned(const PlannedRun& run, const Catalog& catalog);

/// Does the work for the only run of a config, or, where it describes several, for the first of them (and says so).
/// What shows only then to be wrong with the config is told at its place.
void with_single(const std::filesystem::path& path, const PlanOptions& options, const CommandContext& context,
                 const std::function<void(const RunConfig&)>& work);

void add_train(CLI::App& program, CommandContext& context);
void add_compare(CLI::App& program, CommandContext& context);
void add_evaluate(CLI::App& program, CommandContext& context);
void add_predict(CLI::App& program, CommandContext& context);
void add_export(CLI::App& program, CommandContext& context);
void add_gradcheck(CLI::App& program, CommandContext& context);
void add_summary(CLI::App& program, CommandContext& context);
void add_init_stats(CLI::App& program, CommandContext& context);
void add_validate(CLI::App& program, CommandContext& context);
void add_verify(CLI::App& program, CommandContext& context);
void add_activation(CLI::App& program, CommandContext& context);
void add_data(CLI::App& program, CommandContext& context);
void add_list(CLI::App& program, CommandContext& context);
void add_schema(CLI::App& program, CommandContext& context);

}  // namespace mlp
