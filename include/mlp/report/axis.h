#pragma once
// The axis of a chart: the range of its values, the round numbers where it has ticks, and where a value lies on it.

#include <optional>
#include <string>
#include <vector>

namespace mlp {

enum class Scale { linear, logarithmic };

struct Tick {
  double value = 0;
  std::string label;  // empty: a minor tick
};

class Axis {
 public:
  /// An axis that shows `low` … `high`. On a logarithmic one both must be positive. Where they are equal, the range is
  /// widened around them; otherwise by 4 % on either side if `padded`.
  static Axis over(double low, double high, Scale scale, bool padded);

  /// 0 at the lower end and below, 1 at the upper and above; nothing for a value that the axis cannot show (not finite;
  /// not positive where logarithmic).
  std::optional<double> position(double value) const;

  /// Ticks at 1, 2 or 5 times a power of ten, about `wanted` of them; at least 1 apart if `whole`. Logarithmic: at
  /// powers of ten, with minor ticks between, and labels at 2 and 5 too where there are fewer than two powers.
  std::vector<Tick> ticks(int wanted, bool whole = false) const;

  double low() const;
  double high() const;

 private:
  Axis(double low, double high, Scale scale) : low_(low), high_(high), scale_(scale) {}

  std::vector<Tick> linear_ticks(int wanted, bool whole) const;
  std::vector<Tick> logarithmic_ticks(int wanted) const;

  double low_, high_;  // on a logarithmic axis the decimal logarithms
  Scale scale_;
};

/// "10⁻⁴"
std::string power_of_ten(int exponent);

}  // namespace mlp
