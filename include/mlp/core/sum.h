#pragma once
// Sums in double, in a fixed order, with the rounding error carried along (Neumaier's variant of Kahan's summation,
// ZAMM 54, 1974): a mean over 10^7 samples loses nothing.

#include <cmath>

namespace mlp {

class Sum {
 public:
  Sum() = default;
  Sum(double total, double correction) : total_(total), correction_(correction) {}

  void add(double value) {
    const double next = total_ + value;
    correction_ += std::abs(total_) >= std::abs(value) ? (total_ - next) + value : (value - next) + total_;
    total_ = next;
  }

  /// Not finite as soon as one of the addends was not.
  double value() const { return std::isfinite(total_) ? total_ + correction_ : total_; }

  /// The two parts, for a checkpoint.
  double total() const { return total_; }
  double correction() const { return correction_; }

 private:
  double total_ = 0;
  double correction_ = 0;
};

}  // namespace mlp
