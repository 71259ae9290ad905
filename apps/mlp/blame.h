#pragma once
// What shows only when a run is built (a missing data file, a last layer of too few units), told at the value of the
// config that is to blame.

#include "mlp/config/problems.h"
#include "mlp/core/misfit.h"

namespace mlp {

/// What went wrong, at the value that is to blame; where nobody wrote it, at what is around it; where nothing is to
/// blame, at no place.
Problem problem_of(const InputError& error, const Tree& config);

/// What `work` returns for a run of this config. Where a value is to blame, the InputError shows its place.
template <class Work>
auto blaming_places(const Tree& config, const Work& work) {
  try {
    return work();
  } catch (const Misfit& misfit) {
    throw InputError(formatted(problem_of(misfit, config)));
  }
}

}  // namespace mlp
