#pragma once
// An activation g turns its input x, in a dense layer the pre-activation s, into the output y = g(x). Every activation
// is a pure function on whole arrays of (units × samples); a new one is a class of two short functions and a line in
// the catalog.

#include <vector>

#include "mlp/core/types.h"

namespace mlp {

template <class T>
class Activation {
 public:
  virtual ~Activation() = default;

  /// y = g(x). x and y have the same shape and may be the same memory.
  virtual void apply(In<T> x, Out<T> y) const = 0;

  /// dx = (∂y/∂x)ᵀ·dy: for an elementwise g, dx = dy·g'(x). At a kink, the derivative of the branch x ≤ kink. dx and dy
  /// may be the same memory. Input, output and incoming gradient are all given; use whichever is handy.
  virtual void pullback(In<T> x, In<T> y, In<T> dy, Out<T> dx) const = 0;

  /// False where pullback looks at y only; then x need not be kept, and y may take its place.
  virtual bool pullback_reads_input() const { return true; }

  /// True where each output depends on its own input alone; then arrays may come cut and reshaped in any way.
  virtual bool elementwise() const { return true; }

  /// Where g' jumps: a check by differences must step around these points.
  virtual std::vector<double> kinks() const { return {}; }
};

/// The largest |g'(x)| over all x: on a grid that contains 0, in steps of 1/500 up to |x| = 20 and of one per cent up
/// to 10⁴, and then between the neighbours of the best of its points. Infinite where |g'| still grows at the grid's end
/// (e^x) or near a point (√x), and 0 where g is not elementwise. Where g' is not a number, it does not count.
template <class T>
double largest_slope(const Activation<T>& activation);

/// True for an elementwise g that flattens on both sides, as sigmoid does: |g'| far out is below 5 % of its largest,
/// but not beside 0. (A rectifier cut off above, relu6, is off below 0, not saturated.)
template <class T>
bool saturates(const Activation<T>& activation);

/// The same where its largest_slope() is known.
template <class T>
bool saturates(const Activation<T>& activation, double largest);

}  // namespace mlp
