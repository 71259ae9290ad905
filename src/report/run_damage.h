#pragma once
// Whether the files of a run agree: a comparison must not show half a table as if it were the whole.

#include <string>

#include "mlp/report/run_folder.h"

namespace mlp {

/// What is wrong with the tables of a run, as "FILE:LINE: …"; empty where nothing is. The rows of history.csv are those
/// of epochs 0, 1, 2, …; where there is a summary, the last ones of history.csv and layers.csv are those that it names.
std::string damage_of(const RunFolder& run, bool has_layers_file);

}  // namespace mlp
