#include "trial_builds.h"

#include "blame.h"
#include "command.h"
#include "distinct_runs.h"
#include "mlp/core/utf8.h"
#include "precision.h"
#include "warnings.h"

namespace mlp {
namespace {

/// Tables of a few million values are read through in no time; pixels have no meaning one by one.
template <class T>
bool is_quick_to_describe(const Dataset<T>& data) {
  constexpr Index many = 2'000'000;
  return data.info().sample_shape.empty() && data.inputs() * data.train().samples() <= many;
}

template <class T>
std::vector<std::string> warnings_in(const RunConfig& config, const Catalog& catalog, Thoroughness how,
                                     DataCache& cache) {
  const BuiltRun<T> run = build_run<T>(config, &cache);
  std::vector<std::string> warnings = idle_key_warnings(config);
  for (std::string& warning : net_warnings(run.model, catalog)) warnings.push_back(std::move(warning));
  if (how == Thoroughness::quick && !is_quick_to_describe(run.data)) return warnings;
  for (std::string& warning : fit_warnings(config, run, describe(run.data), catalog))
    warnings.push_back(std::move(warning));
  return warnings;
}

std::vector<std::string> warnings_of(const RunConfig& config, const Catalog& catalog, Thoroughness how,
                                     DataCache& cache) {
  return with_precision(config.precision,
                        [&](auto example) { return warnings_in<decltype(example)>(config, catalog, how, cache); });
}

/// "with --set model.layers.1.units=3": where net and data do not fit, the mistake may be there, and not in the file.
/// Empty without such options; what varies is in the run's label.
std::string with_settings(const PlanOptions& options) {
  std::string text;
  for (const std::string& setting : options.set)
    text += (text.empty() ? "with --set " : " --set ") + printable(setting);
  return text;
}

std::string text_of(const Problem& problem, const std::vector<std::string>& runs, std::size_t all_runs,
                    const Plan& plan, const PlanOptions& options) {
  std::string message = with_runs(problem.message, runs, all_runs);
  const std::string settings = with_settings(options);
  if (!problem.place.text) return plan.file.string() + (settings.empty() ? "" : " " + settings) + ": " + message;
  if (!settings.empty() && !problem.place.text->is_option) message += " (" + settings + ")";
  return formatted({problem.place, problem.pointer, message});
}

}  // namespace

TrialBuilds try_builds(const Plan& plan, const PlanOptions& options, const Catalog& catalog, Thoroughness how,
                       DataCache& cache) {
  const std::vector<const PlannedRun*> runs = distinct_runs(plan);
  Findings<Problem> misfits;
  Findings<std::string> warnings;
  for (const PlannedRun* run : runs) {
    const RunConfig config = read_planned(*run, catalog);
    try {
      for (const std::string& warning : warnings_of(config, catalog, how, cache)) warnings.add(warning, label_of(*run));
    } catch (const InputError& error) {
      misfits.add(problem_of(error, run->config), label_of(*run));
    }
  }
  TrialBuilds found;
  for (const auto& [problem, of] : misfits.all())
    found.errors.push_back(text_of(problem, of, runs.size(), plan, options));
  for (const auto& [warning, of] : warnings.all()) found.warnings.push_back(with_runs(warning, of, runs.size()));
  return found;
}

}  // namespace mlp
