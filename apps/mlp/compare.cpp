#include <iostream>

#include "command.h"
#include "results.h"

namespace mlp {
namespace {

struct CompareOptions {
  std::vector<std::filesystem::path> runs;
  std::filesystem::path output;
};

void compare_runs(const CompareOptions& options, const CommandContext& context) {
  std::vector<RunFolder> runs;
  for (const std::filesystem::path& folder : options.runs) runs.push_back(read_run(folder));
  const std::vector<RunGroup> groups = group_runs(std::move(runs));
  const std::filesystem::path first = std::filesystem::absolute(options.runs[0]).lexically_normal();
  const std::filesystem::path output =
      options.output.empty() ? (first.has_filename() ? first : first.parent_path()).parent_path() / "compare"
                             : options.output;
  write_comparison(output, groups, "comparison");
  if (context.quiet) return;
  std::cout << results_text(groups) << "\n"
            << output.lexically_proximate(std::filesystem::current_path()).string() << "\n";
}

}  // namespace

void add_compare(CLI::App& program, CommandContext& context) {
  CLI::App& command =
      add_command(program, context, "compare", "loss curves and gradient flow of several runs side by side",
                  "mlp compare runs/two_circles/tanh/seed-1 runs/two_circles/relu/seed-1");
  const auto options = std::make_shared<CompareOptions>();
  command.add_option("RUN", options->runs, "folders of runs, finished or still running")->required();
  command
      .add_option("-o,--output", options->output, "folder for the comparison; default: compare, beside the first run")
      ->type_name("DIR");
  command.callback([options, &context] { compare_runs(*options, context); });
}

}  // namespace mlp
