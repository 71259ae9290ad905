#include "mlp/training/constraints.h"

#include <algorithm>

namespace mlp {

template <class T>
void apply_constraints(const Threads& threads, const ParameterLayout& layout, T* parameters) {
  for (const ParameterBlock& block : layout.blocks()) {
    const Constraint& constraint = block.settings.constraint;
    if (!constraint || !block.learning.trainable) continue;
    const Index outputs = block.fans.fan_out, inputs = block.fans.fan_in;
    const Index tiles = (outputs + most_constrained_units - 1) / most_constrained_units;
    threads.for_each(tiles, 3.0 * static_cast<double>(block.size), [&](Index tile) {
      const Index first = tile * most_constrained_units;
      constrain_units(constraint, std::min(most_constrained_units, outputs - first), outputs, inputs,
                      parameters + block.offset + first);
    });
  }
}

template void apply_constraints(const Threads&, const ParameterLayout&, float*);
template void apply_constraints(const Threads&, const ParameterLayout&, double*);

}  // namespace mlp
