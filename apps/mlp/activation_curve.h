#pragma once
// An activation and its derivative over a range, as numbers, as CSV and as a picture.

#include <string>
#include <vector>

#include "mlp/math/activation.h"
#include "mlp/report/line_chart.h"

namespace mlp {

struct ActivationCurve {
  std::vector<double> z, value, derivative;
};

/// `points` values of z from `from` to `to`, both included, equally far apart: as near to i/(points-1) of the way as a
/// double can be, so that a round step gives round numbers. points ≥ 2.
std::vector<double> equally_spaced(double from, double to, Index points);

/// g(z) and g'(z) at each z. `activation` is elementwise.
ActivationCurve curve_of(const Activation<double>& activation, std::vector<double> z);

/// "z,value,derivative" and a line for each point; shortest decimals.
std::string csv_of(const ActivationCurve& curve);

/// The two curves over z.
Panel panel_of(const ActivationCurve& curve, const std::string& name);

}  // namespace mlp
