#include "mlp/report/axis.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "mlp/core/numbers.h"

namespace mlp {
namespace {

// The smallest of 1, 2, 5, 10 times a power of ten that is not below `step`.
double round_step(double step) {
  const double power = std::pow(10, std::floor(std::log10(step)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (step <= factor * power * (1 + 1e-9)) return factor * power;
  return 10 * power;
}

// A multiple of the step with just the decimals that the step has.
std::string label_of(double value, double step) {
  const double largest = std::max(std::abs(value), step);
  if (largest >= 1e6 || step < 1e-5) return rounded(value, 4);
  const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
  std::array<char, 64> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals).ptr;
  return {text.data(), end};
}

}  // namespace

std::string power_of_ten(int exponent) {
  static constexpr std::array digits{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = exponent < 0 ? "10⁻" : "10";
  for (const char digit : std::to_string(std::abs(exponent))) text += digits.at(static_cast<std::size_t>(digit - '0'));
  return text;
}

Axis Axis::over(double low, double high, Scale scale, bool padded) {
  if (scale == Scale::logarithmic) {
    low = std::log10(low);
    high = std::log10(high);
  }
  // So that no difference overflows: what lies beyond is shown at the end of the axis.
  constexpr double farthest = 1e307;
  low = std::clamp(low, -farthest, farthest);
  high = std::clamp(high, -farthest, farthest);
  double margin = padded ? 0.04 * (high - low) : 0;
  // Values that are all equal, to rounding, still need an axis around them.
  if (high - low <= 1e-9 * std::max(std::abs(low), std::abs(high)) || high == low)
    margin = scale == Scale::logarithmic || low == 0 ? 0.5 : 0.1 * std::abs(low);
  return {low - margin, high + margin, scale};
}

std::optional<double> Axis::position(double value) const {
  if (!std::isfinite(value) || (scale_ == Scale::logarithmic && value <= 0)) return std::nullopt;
  const double place = scale_ == Scale::logarithmic ? std::log10(value) : std::clamp(value, low_, high_);
  return std::clamp((place - low_) / (high_ - low_), 0.0, 1.0);
}

double Axis::low() const { return scale_ == Scale::logarithmic ? std::pow(10, low_) : low_; }
double Axis::high() const { return scale_ == Scale::logarithmic ? std::pow(10, high_) : high_; }

std::vector<Tick> Axis::ticks(int wanted, bool whole) const {
  return scale_ == Scale::linear ? linear_ticks(wanted, whole) : logarithmic_ticks(wanted);
}

std::vector<Tick> Axis::linear_ticks(int wanted, bool whole) const {
  double step = round_step((high_ - low_) / wanted);
  if (whole) step = std::max(step, 1.0);
  std::vector<Tick> ticks;
  // The index counts steps, so that rounding errors do not add up.
  const double first = std::ceil(low_ / step - 1e-9), last = std::floor(high_ / step + 1e-9);
  for (int i = 0; i <= static_cast<int>(last - first); ++i) {
    const double index = first + i, value = index == 0 ? 0.0 : index * step;  // never "-0"
    ticks.push_back({value, label_of(value, step)});
  }
  return ticks;
}

std::vector<Tick> Axis::logarithmic_ticks(int wanted) const {
  const int first = static_cast<int>(std::ceil(low_ - 1e-9)), last = static_cast<int>(std::floor(high_ + 1e-9));
  const int every = std::max(1, static_cast<int>(std::ceil((high_ - low_) / wanted)));
  const bool few = last - first < 1;  // fewer than two powers of ten
  std::vector<Tick> ticks;
  for (int exponent = first - 1; exponent <= last; ++exponent) {
    for (int digit = 1; digit <= 9; ++digit) {
      const double value = digit * std::pow(10, exponent), logarithm = exponent + std::log10(digit);
      if (logarithm < low_ - 1e-9 || logarithm > high_ + 1e-9) continue;
      if (digit == 1 && (exponent % every == 0))
        ticks.push_back({value, few ? rounded(value, 3) : power_of_ten(exponent)});
      else if (few && (digit == 2 || digit == 5))
        ticks.push_back({value, rounded(value, 3)});
      else if (digit == 1 || every == 1)
        ticks.push_back({value, ""});
    }
  }
  // One number alone gives no idea of the scale.
  const auto labelled = std::ranges::count_if(ticks, [](const Tick& tick) { return !tick.label.empty(); });
  return labelled < 2 ? Axis(low(), high(), Scale::linear).linear_ticks(wanted, false) : ticks;
}

}  // namespace mlp
