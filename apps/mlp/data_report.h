#pragma once
// What `mlp data` shows of a dataset.

#include "mlp/data/describe.h"
#include "mlp/data/load.h"

namespace mlp {

/// Prints sizes, classes, ranges and warnings to stdout.
void print_description(const DataDescription& description, const DataOptions& options);

}  // namespace mlp
