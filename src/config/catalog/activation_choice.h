#pragma once
// What the two halves of the table of activations share.

#include "mlp/config/catalog.h"

namespace mlp {

/// An activation without parameters that are learned, in both precisions.
template <template <class> class Implementation, class... Parameters>
ActivationChoice function(const Parameters&... parameters) {
  return {both<Activation, Implementation>(parameters...), nullptr};
}

/// The second half of the table, behind the first.
void add_further_activations(Registry<ActivationChoice>& table);

}  // namespace mlp
