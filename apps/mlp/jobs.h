#pragma once
// Several runs, one after the other or side by side.

#include <filesystem>
#include <string>
#include <vector>

#include "command.h"
#include "mlp/config/build.h"

namespace mlp {

struct Job {
  const PlannedRun* run;
  std::string label;  // of the run, for messages
  std::filesystem::path folder;
  std::string experiment;  // the name of the config that it is of, and its folder
  std::filesystem::path top;
  bool is_of_several = false;  // the experiment has more runs, and so a page of its own
  bool skip = false;           // finished before
};

struct JobOptions {
  int count = 1;  // side by side
  bool resume = false;
  bool live = false;  // reports are written anew during training, also where the config does not say so
};

/// Trains all jobs with progress on stderr. One that diverges does not stop the others; a signal stops all, each after
/// the batch at hand. Returns the exit code.
ExitCode run_jobs(const std::vector<Job>& jobs, const JobOptions& options, const CommandContext& context,
                  DataCache& cache);

}  // namespace mlp
