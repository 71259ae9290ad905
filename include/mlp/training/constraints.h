#pragma once
// What the config asks of the parameters besides a small objective: after each step of the optimizer they are projected
// onto what is allowed. A pure function of the parameters, so that a resumed run needs nothing more.

#include "mlp/core/parallel.h"
#include "mlp/model/parameters.h"

namespace mlp {

/// Projects each block of the flat vector that has a constraint. The bits do not depend on the number of threads.
template <class T>
void apply_constraints(const Threads& threads, const ParameterLayout& layout, T* parameters);

}  // namespace mlp
