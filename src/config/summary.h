#pragma once
// summary.json: what became of a run.

#include <string>

#include "mlp/config/build.h"
#include "mlp/files/recorder.h"
#include "mlp/training/part_report.h"

namespace mlp {

/// Everything that the summary is made of besides the config.
template <class T>
struct RunOutcome {
  const BuiltRun<T>& run;
  const Recorder<T>& recorder;
  const Trainer<T>& trainer;
  const TrainState<T>& state;
  TrainingStatus status;
  std::optional<PartReport> test;
  int threads;
};

template <class T>
std::string summary_json(const RunConfig& config, const RunOutcome<T>& outcome);

/// "early_stopping", "time_limit"; empty where nothing stopped the run before its planned end.
std::string stop_cause_name(StopCause cause);

}  // namespace mlp
