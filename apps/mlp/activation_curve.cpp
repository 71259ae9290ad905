#include "activation_curve.h"

#include "mlp/core/numbers.h"

namespace mlp {

std::vector<double> equally_spaced(double from, double to, Index points) {
  std::vector<double> z;
  const double intervals = static_cast<double>(points - 1);
  for (Index i = 0; i < points; ++i) {
    const double done = static_cast<double>(i);
    z.push_back((from * (intervals - done) + to * done) / intervals);
  }
  return z;
}

ActivationCurve curve_of(const Activation<double>& activation, std::vector<double> z) {
  const Index points = static_cast<Index>(z.size());
  ActivationCurve curve{std::move(z), std::vector<double>(static_cast<std::size_t>(points)),
                        std::vector<double>(static_cast<std::size_t>(points))};
  const std::vector<double> ones(curve.z.size(), 1.0);
  const In<double> x(curve.z.data(), 1, points), dy(ones.data(), 1, points);
  activation.apply(x, Out<double>(curve.value.data(), 1, points));
  activation.pullback(x, In<double>(curve.value.data(), 1, points), dy,
                      Out<double>(curve.derivative.data(), 1, points));
  return curve;
}

std::string csv_of(const ActivationCurve& curve) {
  std::string text = "z,value,derivative\n";
  for (std::size_t i = 0; i < curve.z.size(); ++i)
    text += shortest(curve.z[i]) + "," + shortest(curve.value[i]) + "," + shortest(curve.derivative[i]) + "\n";
  return text;
}

Panel panel_of(const ActivationCurve& curve, const std::string& name) {
  Panel panel{.title = name, .x_label = "z", .y_label = "g(z), g'(z)", .whole_x = false, .series = {}};
  panel.series.push_back({.name = "value g(z)", .x = curve.z, .y = curve.value});
  panel.series.push_back({.name = "derivative g'(z)", .x = curve.z, .y = curve.derivative});
  return panel;
}

}  // namespace mlp
