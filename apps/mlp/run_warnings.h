#pragma once
// What is odd about one run of a config: its keys, its net, its data and how they fit.

#include <string>
#include <vector>

#include "mlp/config/build.h"
#include "mlp/config/catalog.h"

namespace mlp {

/// How closely the data are looked at: whole_data reads every value, which takes seconds for images.
enum class Thoroughness { quick, whole_data };

/// Builds the run and collects the warnings of net, data and training. Throws InputError where the run cannot be built.
std::vector<std::string> warnings_of(const RunConfig& config, const Catalog& catalog, Thoroughness how,
                                     DataCache& cache);

}  // namespace mlp
