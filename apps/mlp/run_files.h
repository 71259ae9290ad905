#pragma once
// The files of a run that a command is pointed at.

#include <filesystem>
#include <string>
#include <vector>

#include "mlp/config/run_config.h"

namespace mlp {

/// The model file of RUN, which is a run's folder or a model file itself. Throws InputError where there is none, with
/// what is there instead: an unfinished run, a folder of several runs, a config.
std::filesystem::path model_file_of(const std::filesystem::path& run);

/// The folders of runs at or below `folder`, which may still be running, in the order of their names; `folder` itself
/// where there are none.
std::vector<std::filesystem::path> runs_in(const std::filesystem::path& folder);

/// Nothing where `folder` holds a finished run; else throws InputError, as above.
void require_finished_run(const std::filesystem::path& folder);

/// Of a run's summary.json; empty and 0 where the file does not have them. Throws InputError where it is damaged or
/// missing.
struct SummaryFacts {
  std::string status, stopped_by, data_fingerprint;
  int threads = 0;         // that it was trained with
  std::int64_t steps = 0;  // updates made, in pretraining too
};
SummaryFacts read_summary_facts(const std::filesystem::path& summary);

/// A config that this program resolved, from its text: that of config.json, or of a model file. Throws InputError with
/// all that is wrong with it; `origin` names the file.
RunConfig read_resolved_config(const std::string& text, const std::filesystem::path& origin, const Catalog& catalog);

}  // namespace mlp
