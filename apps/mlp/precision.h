#pragma once
// From a run's precision to the C++ type of its numbers.

#include "mlp/config/run_config.h"

namespace mlp {

/// Calls act(T{}) with the type that the run computes in.
template <class Act>
decltype(auto) with_precision(Precision precision, const Act& act) {
  return precision == Precision::float32 ? act(float{}) : act(double{});
}

}  // namespace mlp
