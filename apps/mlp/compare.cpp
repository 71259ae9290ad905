// mlp compare: finished runs, and those under way, side by side: tables, charts, files and a page.

#include <iostream>
#include <set>

#include "command.h"
#include "mlp/core/utf8.h"
#include "mlp/files/recorder.h"
#include "results.h"
#include "run_files.h"

namespace mlp {
namespace {

struct CompareOptions {
  std::vector<std::filesystem::path> runs;
  std::filesystem::path output;
  std::vector<std::string> formats = comparison_formats;
};

/// The folders of runs among these and, where one holds several runs, below them, in the order of their names.
std::vector<std::filesystem::path> all_runs(const std::vector<std::filesystem::path>& given) {
  std::vector<std::filesystem::path> runs;
  std::set<std::filesystem::path> seen;
  for (const std::filesystem::path& folder : given) {
    for (const std::filesystem::path& run : runs_in(folder)) {
      if (!seen.insert(std::filesystem::weakly_canonical(run)).second)
        throw InputError(run.string() + " is named twice; a run is compared once");
      runs.push_back(run);
    }
  }
  return runs;
}

void compare_runs(const CompareOptions& options, const CommandContext& context) {
  std::vector<RunFolder> runs;
  for (const std::filesystem::path& folder : all_runs(options.runs)) runs.push_back(read_run(folder));
  const std::vector<RunGroup> groups = group_runs(std::move(runs));
  const std::filesystem::path first = std::filesystem::absolute(options.runs[0]).lexically_normal();
  const std::filesystem::path output =
      options.output.empty() ? (first.has_filename() ? first : first.parent_path()).parent_path() / "compare"
                             : options.output;
  if (run_state(output) != RunState::none)
    throw InputError(output.string() + " is the folder of a run, whose pictures would be lost; take another -o");
  write_comparison(output, groups, "comparison", options.formats);
  if (context.quiet) return;
  std::cout << results_text(groups, terminal_of(1)) << "\n"
            << printable(output.lexically_proximate(std::filesystem::current_path()).string()) << "\n";
}

}  // namespace

void add_compare(CLI::App& program, CommandContext& context) {
  CLI::App& command =
      add_command(program, context, "compare", "loss curves and gradient flow of several runs side by side",
                  "mlp compare runs/two_circles/tanh/seed-1 runs/two_circles/relu/seed-1");
  const auto options = std::make_shared<CompareOptions>();
  command.add_option("RUN", options->runs, "folders of runs, finished or still running, or folders that hold several")
      ->required();
  command
      .add_option("-o,--output", options->output, "folder for the comparison; default: compare, beside the first run")
      ->type_name("DIR");
  command
      .add_option(
          "--format", options->formats,
          "only these files of the comparison: svg or png (pictures; png with rsvg-convert), html (report.html), "
          "csv, json; default: all but png")
      ->type_name("FORMAT")
      ->check(CLI::IsMember(all_comparison_formats))
      ->delimiter(',')
      ->allow_extra_args(false)
      ->take_all();
  command.callback([options, &context] { compare_runs(*options, context); });
}

}  // namespace mlp
