#pragma once
// The whole program as one function, so that a main of three lines can run it with further activations, layers, … of
// its own in the catalog (docs/extending.md).

#include "mlp/config/catalog.h"

namespace mlp {

/// Runs the command line and returns the process's exit code (core/error.h). Messages go to stderr, results to stdout.
int run_program(int argc, const char* const* argv, const Catalog& catalog);

}  // namespace mlp
