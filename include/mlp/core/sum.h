#pragma once
// Sums in double, in a fixed order, with the rounding error carried along (Neumaier's variant of Kahan's summation,
// ZAMM 54, 1974): a mean over 10^7 samples loses nothing.

#include <cmath>
#include <cstddef>
#include <span>

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

/// The sum of some numbers, as precise as Sum: eight sums side by side, since so an addition need not wait for the one
/// before, which are added in order. What an addition rounded off is found without a comparison (Knuth,
/// The Art of Computer Programming 2, section 4.2.2, theorem B).
template <class T>
double sum_of(std::span<const T> values) {
  constexpr std::size_t together = 8;
  typedef T Addends __attribute__((vector_size(together * sizeof(T))));
  typedef double Sums __attribute__((vector_size(together * sizeof(double))));
  Sum sum;
  const std::size_t rest = values.size() % together;
  for (const T value : values.first(rest)) sum.add(static_cast<double>(value));
  if (rest == values.size()) return sum.value();
  Sums totals{}, corrections{};
  for (std::size_t first = rest; first < values.size(); first += together) {
    Addends addends;
    __builtin_memcpy(&addends, &values[first], sizeof addends);
    const Sums value = __builtin_convertvector(addends, Sums), next = totals + value, added = next - totals;
    corrections += (totals - (next - added)) + (value - added);
    totals = next;
  }
  for (std::size_t i = 0; i < together; ++i) sum.add(totals[i]);
  if (!std::isfinite(sum.total())) return sum.total();
  for (std::size_t i = 0; i < together; ++i) sum.add(corrections[i]);
  return sum.value();
}

}  // namespace mlp
