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
  bool skip = false;  // finished before
};

struct JobOptions {
  int count = 1;  // side by side
  bool resume = false;
};

/// Trains all jobs with progress on stderr. One that diverges does not stop the others; a signal stops all, each after
/// the batch at hand. Returns the exit code.
ExitCode run_jobs(const std::vector<Job>& jobs, const JobOptions& options, const CommandContext& context,
                  DataCache& cache);

}  // namespace mlp
