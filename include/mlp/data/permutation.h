#pragma once
// A random order of samples.

#include <span>
#include <vector>

#include "mlp/core/random.h"
#include "mlp/core/types.h"

namespace mlp {

/// A random order of 0 … count-1 (Fisher and Yates): a function of the stream alone.
std::vector<Index> permutation(Index count, const RandomStream& stream);

/// The same into memory that is already there, for callers that may not allocate.
void permute(std::span<Index> order, const RandomStream& stream);

}  // namespace mlp
