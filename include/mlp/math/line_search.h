#pragma once
// How far to go along a direction d: a line search for the strong Wolfe conditions. With φ(t) = J(w + t·d), a step t is
// accepted where
//     φ(t) ≤ φ(0) + c₁·t·φ′(0)      the loss fell at least in proportion to the step (Armijo), and
//     |φ′(t)| ≤ c₂·|φ′(0)|          the slope has become flatter, so that the step is not too short.
// First the step grows until such a point, or an interval that must contain one, is found; then the interval shrinks
// around it. Trial points are the minima of cubics through two values and slopes. Nocedal & Wright 2006, "Numerical
// optimization", algorithms 3.5 and 3.6; constants and safeguards are those of PyTorch's LBFGS. (Which goes on from the
// lower end of an interval even where the loss did not fall enough there, and may then accept such a point.)

namespace mlp {

/// A point on the line: the step t, φ(t) and φ′(t).
struct LinePoint {
  double t = 0, value = 0, slope = 0;
};

struct LineSearchSettings {
  double armijo = 1e-4, curvature = 0.9;  // c₁ and c₂
  double least_change = 1e-9;             // an interval in which no parameter would change by more is not cut further
  int evaluations = 26;                   // of φ, at most
};

/// φ and φ′ at a step t.
class LineFunction {
 public:
  virtual ~LineFunction() = default;
  virtual LinePoint at(double t) = 0;
};

/// The accepted point; after too many evaluations the lowest known one where the loss fell enough, or else `start`.
/// `start` is the point t = 0 with a negative slope, `first` the first step tried, `longest` the largest |dᵢ|.
LinePoint search_line(LineFunction& phi, const LinePoint& start, double first, double longest,
                      const LineSearchSettings& settings);

/// Where the cubic with the values and slopes of two points is least, cut to [low, high]; their middle where the cubic
/// has no minimum.
double least_of_cubic(const LinePoint& a, const LinePoint& b, double low, double high);

}  // namespace mlp
