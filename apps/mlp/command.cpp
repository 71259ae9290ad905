#include "command.h"

#include "blame.h"
#include "mlp/core/build_info.h"
#include "mlp/core/numbers.h"
#include "mlp/core/parallel.h"
#include "mlp/core/utf8.h"
#include "print.h"

namespace mlp {

void CommandContext::say(const std::string& text) const {
  if (!quiet) tell(text);
}

CLI::Validator whole_number(std::int64_t low, std::int64_t high) {
  const std::string range = std::to_string(low) + " to " + std::to_string(high);
  return {[=](const std::string& text) {
            const auto value = read_integer(text);
            return value && *value >= low && *value <= high
                       ? std::string()
                       : "expected a whole number from " + range + ", found " + printable(text);
          },
          range};
}

CLI::Validator number_between(double low, double high) {
  const std::string range = shortest(low) + " to " + shortest(high);
  return {[=](const std::string& text) {
            const auto value = read_number(text);
            return value && *value >= low && *value <= high
                       ? std::string()
                       : "expected a number from " + range + ", found " + printable(text);
          },
          range};
}

void add_plan_options(CLI::App& command, PlanOptions& options) {
  command.add_option("--set", options.set, "KEY=VALUE: a value of the config (dotted path; repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false)
      ->take_all();
  command.add_option("--vary", options.vary, "KEY=V1,V2,… or KEY=A..B: a run for each value (repeatable)")
      ->type_name("KEY=VALUES")
      ->allow_extra_args(false)
      ->take_all();
  command.add_option("--only", options.only, "only this variant (repeatable)")
      ->type_name("VARIANT")
      ->allow_extra_args(false)
      ->take_all();
  const CLI::Validator is_seed(
      [](const std::string& text) {
        const auto value = read_integer(text);
        return value && *value >= 0 ? std::string() : "expected a whole number from 0 to 2^63 - 1, found " + text;
      },
      "");
  command.add_option("--seed", options.seed, "the seed of the first run")->type_name("N")->check(is_seed);
}

CLI::App& add_command(CLI::App& program, CommandContext& context, const std::string& name, const std::string& summary,
                      const std::string& example) {
  CLI::App* command = program.add_subcommand(name, summary);
  command->footer("Example:\n  " + example);
  command
      ->add_option_function<int>(
          "--threads",
          [&context](int count) {
            context.threads = count;
            limit_threads(count);
          },
          "threads to use; default: all cores")
      ->type_name("N")
      ->check(whole_number(1, 1024));
  command->add_flag("--quiet", context.quiet, "errors only");
  command->add_flag("--verbose", context.verbose, "more about what is done");
  command->set_version_flag("--version", build_line());
  return *command;
}

RunConfig read_planned(const PlannedRun& run, const Catalog& catalog) {
  Problems problems;
  RunConfig config = read_run_config(run.config, catalog, problems);
  problems.raise();
  return config;
}

void with_single(const std::filesystem::path& path, const PlanOptions& options, const CommandContext& context,
                 const std::function<void(const RunConfig&)>& work) {
  const Plan plan = make_plan(path, options, &context.catalog);
  if (plan.runs.size() > 1)
    context.say(path.string() + " describes " + std::to_string(plan.runs.size()) + " runs; this is the first, \"" +
                (plan.runs[0].variant.empty() ? plan.name : plan.runs[0].variant) +
                "\" (choose with --only, --set, --seed)");
  const RunConfig config = read_planned(plan.runs[0], context.catalog);
  blaming_places(plan.runs[0].config, [&] { work(config); });
}

}  // namespace mlp
