// mlp verify: train a run's config once more, with another number of threads, and compare every bit.

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <optional>

#include "command.h"
#include "mlp/config/train_run.h"
#include "mlp/core/file_error.h"
#include "mlp/core/files.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "print.h"
#include "run_files.h"
#include "same_bits.h"

namespace mlp {
namespace {

namespace fs = std::filesystem;

/// A new folder of that name and some letters; nothing where it cannot be made, and errno says why.
std::optional<fs::path> new_folder_like(const fs::path& like) {
  std::string name = like.string() + ".verify-" + std::string(6, 'X');
  if (::mkdtemp(name.data()) == nullptr) return std::nullopt;
  return name;
}

fs::path make_temporary_folder(const fs::path& run) {
  std::error_code problem;
  const fs::path temporary = fs::temp_directory_path(problem);
  if (problem)
    throw InputError("nothing can be written beside " + run.string() +
                     ", and TMPDIR is no folder where it could be: " + problem.message());
  const std::optional<fs::path> made = new_folder_like(temporary / run.filename());
  if (!made) throw_file_error("make a folder in", temporary);
  return *made;
}

/// A folder for the second training: beside the run's, whose disk has room for a run, or else, since one may verify
/// what one may only read, among the temporary files. Removed at the end.
class ScratchFolder {
 public:
  explicit ScratchFolder(const fs::path& run) {
    fs::path whole = fs::absolute(run).lexically_normal();
    if (!whole.has_filename()) whole = whole.parent_path();
    std::optional<fs::path> made = new_folder_like(whole);
    if (!made) made = make_temporary_folder(whole);
    path_ = *made;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// As many threads as allowed, but not as many as the run had.
int other_threads(int allowed, int before) {
  if (allowed != before) return allowed;
  return before > 1 ? before - 1 : 2;
}

/// The first difference between two model files, with the file, or an empty text.
std::string model_difference(const fs::path& before, const fs::path& now) {
  if (fs::exists(before) != fs::exists(now))
    return before.string() + (fs::exists(before) ? ": there is none now" : ": there is one now, the run has none");
  if (!fs::exists(before) || read_file(before) == read_file(now)) return "";
  if (const auto d = first_difference(read_model_file(before), read_model_file(now)))
    return before.string() + ": " + *d;
  return before.string() + ": differs in its metadata";
}

/// The tables of a run: pretraining.csv is only one's that was pretrained.
std::vector<std::string> table_files(const fs::path& folder) {
  if (!fs::exists(folder / "pretraining.csv")) return {"history.csv", "layers.csv"};
  return {"pretraining.csv", "history.csv", "layers.csv"};
}

/// The first difference between two run folders, with its file, or an empty text.
std::string difference_between(const fs::path& before, const fs::path& now) {
  for (const std::string& name : table_files(before))
    if (const auto d = first_difference(read_file(before / name), read_file(now / name), "seconds"))
      return (before / name).string() + ": " + *d;
  for (const char* name : {"model.safetensors", "best.safetensors"})
    if (std::string d = model_difference(before / name, now / name); !d.empty()) return d;
  return "";
}

/// The files that were compared: "history.csv, layers.csv and model.safetensors".
std::string compared_files(const fs::path& folder) {
  std::vector<std::string> names = table_files(folder);
  for (const char* name : {"model.safetensors", "best.safetensors"})
    if (fs::exists(folder / name)) names.emplace_back(name);
  return listed(names);
}

/// A clock gives no two runs the same end: what the time limit cut short ends after as many steps as before.
void replace_time_limit(const SummaryFacts& before, TrainingSettings& training, const CommandContext& context) {
  if (!training.time_limit) return;
  training.time_limit.reset();
  if (before.stopped_by != "time_limit") return;
  training.stop_after = before.steps;
  context.say("its time limit ended the run after " + counted(before.steps, "step") + ", and so it ends now");
}

void verify(const fs::path& folder, CommandContext& context) {
  require_finished_run(folder);
  RunConfig config = read_resolved_config(read_file(folder / "config.json"), folder / "config.json", context.catalog);
  const SummaryFacts before = read_summary_facts(folder / "summary.json");
  const int threads = other_threads(context.threads, before.threads);
  context.say("training " + folder.string() + " again with " + counted(threads, "thread") +
              (threads == context.threads ? "" : ", which the run did not have"));
  replace_time_limit(before, config.training, context);
  catch_stop_signals();
  const ScratchFolder scratch(folder);
  TrainRunOptions again{.folder = scratch.path(), .threads = threads};
  again.stop_signal = &stop_signal();
  const TrainRunResult result = train_run(config, again);
  if (result.status == TrainingStatus::interrupted) {
    context.result = stopped();
    return context.say("interrupted; nothing was left behind");
  }
  const std::string difference = difference_between(folder, scratch.path());
  if (!difference.empty()) {
    const SummaryFacts now = read_summary_facts(scratch.path() / "summary.json");
    throw CheckFailed(difference + (now.data_fingerprint == before.data_fingerprint
                                        ? ""
                                        : "\nThe data have changed since the run: their fingerprint differs."));
  }
  if (!context.quiet)
    std::cout << printable(folder.string()) << ": the same bits with " << counted(threads, "thread")
              << " (before: " << before.threads << ") in " << compared_files(folder) << "\n";
}

}  // namespace

void add_verify(CLI::App& program, CommandContext& context) {
  CLI::App& command = add_command(program, context, "verify",
                                  "train a run's config again with another number of threads, and compare every bit",
                                  "mlp verify runs/xor");
  const auto folder = std::make_shared<fs::path>();
  command.add_option("RUN", *folder, "the folder of a finished run")->required();
  command.callback([folder, &context] { verify(*folder, context); });
}

}  // namespace mlp
