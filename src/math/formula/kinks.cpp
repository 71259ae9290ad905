// Where a formula has kinks, found by looking: a sign that changes between two points of a grid is followed to the
// place where it does.

#include <algorithm>
#include <cmath>

#include "mlp/math/formula/program.h"
#include "mlp/math/formula/slope.h"

namespace mlp::formula {
namespace {

std::vector<double> grid() {
  std::vector<double> z;
  double far = 64;
  while (far <= 1e6) {
    z.insert(z.end(), {-far, far});
    far *= 1 + 1.0 / 64;
  }
  for (int i = -64 * 512; i <= 64 * 512; ++i) z.push_back(i / 512.0);
  std::ranges::sort(z);
  return z;
}

double value_at(const Program<double>& f, double z) {
  double value = 0;
  f.run({.z = &z}, 1, &value);
  return value;
}

/// Where f, of different signs at the two ends, changes its own: the first number on the other side, or a zero.
double change_of_sign(const Program<double>& f, double low, double high) {
  const bool is_negative_low = value_at(f, low) < 0;
  for (;;) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    const double value = value_at(f, middle);
    if (value == 0) return middle;
    ((value < 0) == is_negative_low ? low : high) = middle;
  }
}

void add_zeros(const Program<double>& f, const std::vector<double>& z, std::vector<double>& zeros) {
  std::vector<double> value(z.size());
  f.run({.z = z.data()}, static_cast<Index>(z.size()), value.data());
  for (std::size_t i = 0; i < z.size(); ++i) {
    if (value[i] == 0) zeros.push_back(z[i]);
    if (i > 0 && value[i - 1] * value[i] < 0) zeros.push_back(change_of_sign(f, z[i - 1], z[i]));
  }
}

/// True where f is not nearly the same on both sides of z; also where it is not a number on one of them.
bool jumps(const Program<double>& f, double z) {
  const double step = 1e-9 * std::max(1.0, std::abs(z));
  const double left = value_at(f, z - step), right = value_at(f, z + step);
  if (std::isnan(left) && std::isnan(right)) return false;
  return !(std::abs(right - left) <= 1e-6 * (1 + std::max(std::abs(left), std::abs(right))));
}

}  // namespace

std::vector<double> kinks(const Expression& formula) {
  Terms terms = formula.terms;
  const std::vector<double> z = grid();
  std::vector<double> found;
  // A program copies the terms: what it computes must be among them before.
  for (const auto& [a, b] : switches(terms, formula.root)) {
    const Term difference = terms.add(Op::subtract, a, b);
    add_zeros(Program<double>(terms, difference), z, found);
  }
  const Term derivative = slope(terms, formula.root);
  const Program<double> value(terms, formula.root), rate(terms, derivative);
  std::erase_if(found, [&](double at) { return !jumps(value, at) && !jumps(rate, at); });
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace mlp::formula
