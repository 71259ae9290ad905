#pragma once
// Max-norm constraint: the weights of a unit may not be longer than c. After each step of the optimizer they are put
// back into that ball,
//     w ← w · c/‖w‖   where ‖w‖ > c,
// so that a large learning rate cannot blow them up. Srebro & Shraibman 2005, "Rank, trace-norm and max-norm"; with
// dropout: Srivastava et al. 2014. Keras's MaxNorm with axis 0.

#include <limits>

#include "mlp/core/types.h"

namespace mlp {

struct Constraint {
  double max_norm = std::numeric_limits<double>::infinity();

  explicit operator bool() const { return max_norm < std::numeric_limits<double>::infinity(); }
};

/// Units that constrain_units() takes at most.
inline constexpr Index most_constrained_units = 64;

/// Applies the constraint to `units` rows of a kernel (outputs × inputs), column-major, that start at w; the norms are
/// summed in double, in the order of the inputs. A row whose norm is not finite is left alone: training has diverged,
/// and that must show.
template <class T>
void constrain_units(const Constraint& constraint, Index units, Index outputs, Index inputs, T* w);

}  // namespace mlp
