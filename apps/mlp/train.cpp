// mlp train: from configs to finished runs. Everything that can be wrong with configs, data and folders is found before
// the first run starts.

#include <iostream>

#include "command.h"
#include "distinct_runs.h"
#include "jobs.h"
#include "mlp/config/json.h"
#include "mlp/config/train_run.h"
#include "mlp/core/error.h"
#include "mlp/core/files.h"
#include "mlp/core/utf8.h"
#include "mlp/files/checkpoint.h"
#include "mlp/files/recorder.h"
#include "mlp/report/table.h"
#include "mlp/report/terminal.h"
#include "results.h"
#include "run_files.h"
#include "trial_builds.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

struct TrainOptions {
  std::vector<fs::path> configs;
  fs::path output = "runs";
  PlanOptions plan;
  JobOptions jobs;
  bool force = false, dry_run = false;
};

fs::path folder_of(const fs::path& output, const Plan& plan, const PlannedRun& run) {
  fs::path folder = output / plan.folder;
  for (const std::string& level : run.levels) folder /= level;
  return folder;
}

std::string label_of(const Plan& plan, const PlannedRun& run) {
  std::string label;
  for (const std::string& level : run.levels) label += (label.empty() ? "" : "/") + level;
  return label.empty() ? plan.name : label;
}

/// All problems of all runs' configs at once, and of the data of one repeat of each.
std::vector<Job> make_jobs(const std::vector<Plan>& plans, const TrainOptions& options, const CommandContext& context) {
  Problems problems;
  std::vector<Job> jobs;
  for (const Plan& plan : plans) {
    check_configs(plan, context.catalog, problems);
    for (const PlannedRun& run : plan.runs) {
      jobs.push_back({.run = &run,
                      .label = label_of(plan, run),
                      .folder = folder_of(options.output, plan, run),
                      .experiment = plan.name,
                      .top = options.output / plan.folder,
                      .is_of_several = plan.runs.size() > 1});
    }
  }
  problems.raise();
  return jobs;
}

/// Data that do not load or fit are found before anything is written, and what is odd is said before it takes time.
void check_runs(const std::vector<Plan>& plans, const TrainOptions& options, const CommandContext& context,
                DataCache& cache) {
  std::string errors;
  std::vector<std::string> warnings;
  for (const Plan& plan : plans) {
    const TrialBuilds found = try_builds(plan, options.plan, context.catalog, Thoroughness::quick, cache);
    for (const std::string& error : found.errors) errors += (errors.empty() ? "" : "\n") + error;
    for (const std::string& warning : found.warnings) warnings.push_back(plan.name + ": warning: " + warning);
  }
  if (!errors.empty()) throw InputError(errors);
  for (const std::string& warning : warnings) context.say(warning);
}

/// A folder is one run's, or holds the folders of several: one would write over the other's pictures.
void check_tops(const std::vector<Plan>& plans, const TrainOptions& options) {
  for (const Plan& plan : plans) {
    const fs::path top = options.output / plan.folder;
    if (plan.runs.size() > 1 && run_state(top) != RunState::none)
      throw InputError(top.string() +
                       " is the folder of a single run, and these are several; take another --output or "
                       "\"name\", or remove it");
    if (plan.runs.size() == 1 && plan.runs[0].levels.empty() && fs::exists(top / "comparison.csv"))
      throw InputError(top.string() +
                       " holds several runs, and this is a single one; take another --output or "
                       "\"name\", or remove it");
  }
}

/// What is to be known of a finished run that --resume leaves as it is: where it is not what the user may expect.
std::string remark_on_finished(const Job& job, const Catalog& catalog) {
  const std::string difference =
      config_difference(read_file(job.folder / "config.json"), to_json(read_planned(*job.run, catalog).resolved));
  if (!difference.empty())
    return "finished with another config (" + difference + "), and stays as it is; --force begins anew";
  if (read_summary_facts(job.folder / "summary.json").stopped_by == "time_limit")
    return "its time limit ended this run, which is finished therefore; --force begins anew";
  return "";
}

/// What to do with folders that hold runs already: nothing is overwritten, or begun twice, by accident.
void check_folders(std::vector<Job>& jobs, const TrainOptions& options, const CommandContext& context) {
  for (Job& job : jobs) {
    const RunState state = run_state(job.folder);
    if (state == RunState::none || options.force) continue;
    if (options.jobs.resume) {
      job.skip = state == RunState::finished;
      if (job.skip && !fs::exists(job.folder / "history.csv"))
        throw InputError(
            job.folder.string() +
            " holds a finished run without its history.csv; bring the file back, or train anew with --force");
      const std::string remark = job.skip ? remark_on_finished(job, context.catalog) : "";
      if (!remark.empty()) context.say(job.label + ": " + remark);
      continue;
    }
    if (state == RunState::finished)
      throw InputError(job.folder.string() +
                       " holds a finished run; use --force to train it anew, or another --output");
    throw InputError(job.folder.string() +
                     " holds an unfinished run; use --resume to go on with it, or --force to begin anew");
  }
}

void print_plan(const std::vector<Job>& jobs) {
  std::vector<std::vector<std::string>> rows;
  for (const Job& job : jobs) rows.push_back({job.label, std::to_string(job.run->seed), job.folder.string()});
  const Terminal terminal = terminal_of(1);
  std::cout << format_table({{"run"}, {"seed", Align::right}, {"folder"}}, rows, {.ascii = !terminal.unicode})
            << jobs.size() << (jobs.size() == 1 ? " run" : " runs") << "; nothing was trained (--dry-run)\n";
}

/// The comparison of a plan's runs, on disk and on the screen. A single run has its pictures on disk already.
void show_results(const Plan& plan, const TrainOptions& options, const std::vector<Job>& jobs,
                  CommandContext& context) {
  const bool writes = plan.runs.size() > 1, prints = !context.quiet;
  if (!writes && !prints) return;  // before the folders are read for nothing
  std::vector<RunFolder> folders;
  for (const Job& job : jobs)
    if (fs::exists(job.folder / "history.csv")) folders.push_back(read_run(job.folder));
  if (folders.empty()) return;
  const fs::path top = options.output / plan.folder;
  const std::vector<RunGroup> groups = group_runs(std::move(folders));
  try {
    if (writes) write_comparison(top, groups, plan.name);
  } catch (const Error& error) {
    context.result = context.result == ExitCode::done ? ExitCode::failed : context.result;
    context.say(plan.name + ": trained, but the comparison is missing: " + error.what());
  }
  if (prints) std::cout << results_text(groups, terminal_of(1)) << "\n" << printable(top.string()) << "\n";
}

void train(TrainOptions& options, CommandContext& context) {
  catch_stop_signals();  // before anything takes time: a run that is stopped says so and can be resumed
  const std::vector<Plan> plans = make_plans(options.configs, options.plan, &context.catalog);
  std::vector<Job> jobs = make_jobs(plans, options, context);
  if (options.dry_run) return print_plan(jobs);
  check_tops(plans, options);
  check_folders(jobs, options, context);
  DataCache cache;
  check_runs(plans, options, context, cache);
  if (stop_signal().load() != 0) {
    context.say("stopped before training began");
    context.result = stopped();
    return;
  }
  context.result = run_jobs(jobs, options.jobs, context, cache);
  std::size_t first = 0;
  for (const Plan& plan : plans) {
    const std::vector<Job> own(jobs.begin() + static_cast<std::ptrdiff_t>(first),
                               jobs.begin() + static_cast<std::ptrdiff_t>(first + plan.runs.size()));
    show_results(plan, options, own, context);
    first += plan.runs.size();
  }
}

}  // namespace

void add_train(CLI::App& program, CommandContext& context) {
  CLI::App& command =
      add_command(program, context, "train", "train every run that the configs describe, and compare them",
                  "mlp train configs/two_circles.json --set training.epochs=100 -j 2");
  const auto options = std::make_shared<TrainOptions>();
  command.add_option("CONFIG", options->configs, "JSON configs")->required();
  command.add_option("-o,--output", options->output, "folder for the runs' folders; default: runs")->type_name("DIR");
  add_plan_options(command, options->plan);
  command.add_option("-j,--jobs", options->jobs.count, "runs side by side; they share the threads out")
      ->type_name("N")
      ->check(whole_number(1, 1024));
  CLI::Option* resume =
      command.add_flag("--resume", options->jobs.resume, "go on with unfinished runs, leave finished ones");
  command.add_flag("--force", options->force, "train finished or unfinished runs anew")->excludes(resume);
  command.add_flag("--live", options->jobs.live, "write report.html anew during training; it reloads itself");
  command.add_flag("--dry-run", options->dry_run, "only show the runs that would be made");
  command.callback([options, &context] { train(*options, context); });
}

}  // namespace mlp
