#include "run_warnings.h"

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

}  // namespace

std::vector<std::string> warnings_of(const RunConfig& config, const Catalog& catalog, Thoroughness how,
                                     DataCache& cache) {
  return with_precision(config.precision,
                        [&](auto example) { return warnings_in<decltype(example)>(config, catalog, how, cache); });
}

}  // namespace mlp
