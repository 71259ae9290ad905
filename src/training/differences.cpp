#include "differences.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace mlp {
namespace {

/// A difference quotient q(h) and the rounding error that f's own brings into it.
struct Quotient {
  double value, noise;
};

constexpr int halvings = 20, columns = 6;

/// The limit of q(h) for h → 0 by Richardson's extrapolation from h, h/2, h/4, …: if the leading terms of the error of
/// q are h^p, h^2p, h^3p, …, then, with row i for the step h/2ⁱ, column j is free of the first j of them:
///     D(i, 0) = q(h/2ⁱ),   D(i, j) = D(i, j−1) + (D(i, j−1) − D(i−1, j−1)) / (2^{pj} − 1).
/// The error of an element is taken to be its distance from the two that it is made of, and no less than the noise. The
/// element of the smallest error wins.
template <class Q>
Derivative limit_of(const Q& q, double first_step, double power, double good_enough) {
  Derivative best{0, std::numeric_limits<double>::infinity()};
  std::array<double, columns> above{}, row{};
  for (int i = 0; i < halvings && best.error > good_enough; ++i) {
    const Quotient quotient = q(std::ldexp(first_step, -i));
    row[0] = quotient.value;
    for (int j = 1; j < std::min(i + 1, columns); ++j) {
      row[j] = row[j - 1] + (row[j - 1] - above[j - 1]) / (std::exp2(power * j) - 1);
      const double error = std::max({std::abs(row[j] - row[j - 1]), std::abs(row[j] - above[j - 1]), quotient.noise});
      if (error < best.error) best = {row[j], error};
    }
    above = row;
  }
  return best;
}

/// Values of f are rounded; a sum of many terms loses a few units in the last place.
double noise_of(double larger, double step) { return 4 * std::numeric_limits<double>::epsilon() * larger / step; }

}  // namespace

Derivative central_difference(const std::function<double(double)>& f, double first_step, double good_enough) {
  const auto quotient = [&](double h) {
    const double right = f(h), left = f(-h);
    return Quotient{(right - left) / (2 * h), noise_of(std::max(std::abs(right), std::abs(left)), 2 * h)};
  };
  return limit_of(quotient, first_step, 2, good_enough);
}

bool has_kink(const std::function<double(double)>& f, double first_step, double tolerance) {
  const double middle = f(0);
  const auto one_sided = [&](double side) {
    const auto quotient = [&](double h) {
      const double there = f(side * h);
      return Quotient{(there - middle) / (side * h), noise_of(std::max(std::abs(there), std::abs(middle)), h)};
    };
    return limit_of(quotient, first_step, 1, 1e-3 * tolerance);  // wide steps may agree by leaping over a second kink
  };
  const Derivative left = one_sided(-1), right = one_sided(1);
  return std::abs(right.value - left.value) > std::max(tolerance, 10 * (left.error + right.error));
}

}  // namespace mlp
