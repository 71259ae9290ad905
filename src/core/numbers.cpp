#include "mlp/core/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace mlp {
namespace {

template <class T>
std::string shortest_of(T value) {
  if (std::isnan(value)) return "nan";
  std::array<char, 64> text;
  char* const last = text.data() + text.size();
  const bool is_count = std::abs(value) < T(1e15) && std::trunc(value) == value;
  const auto end = is_count ? std::to_chars(text.data(), last, value, std::chars_format::fixed).ptr
                            : std::to_chars(text.data(), last, value).ptr;
  return {text.data(), end};
}

// from_chars takes no leading plus sign; a text of two signs stays wrong.
std::string_view without_plus(std::string_view text) {
  const bool plain_plus = text.size() > 1 && text[0] == '+' && text[1] != '-' && text[1] != '+';
  return plain_plus ? text.substr(1) : text;
}

// Of two texts that do not fit a double, the tiny one has a negative exponent: it stands for 0 or a denormal.
bool is_tiny(std::string_view text) {
  const auto exponent = text.find_first_of("eE");
  if (exponent != std::string_view::npos) return text.substr(exponent + 1).starts_with('-');
  const auto first_digit = text.find_first_of("123456789");
  return first_digit > text.find('.');
}

/// A decimal number as it is written: ± DIGITS · 10^EXPONENT, without zeros before the digits or behind them.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
  bool operator==(const Decimal&) const = default;
};

Decimal decimal_of(std::string_view number) {
  Decimal decimal;
  const std::size_t mark = std::min(number.find_first_of("eE"), number.size());
  if (mark < number.size()) decimal.exponent = read_integer(number.substr(mark + 1)).value_or(0);
  bool is_behind_point = false;
  for (const char letter : number.substr(0, mark)) {
    if (letter == '.') is_behind_point = true;
    if (letter < '0' || letter > '9') continue;
    decimal.digits += letter;
    if (is_behind_point) --decimal.exponent;
  }
  decimal.digits.erase(0, std::min(decimal.digits.find_first_not_of('0'), decimal.digits.size()));
  if (decimal.digits.empty()) return {};  // 0 is 0, whatever its sign and exponent
  decimal.negative = number.starts_with('-');
  const std::size_t end = decimal.digits.find_last_not_of('0') + 1;
  decimal.exponent += static_cast<std::int64_t>(decimal.digits.size() - end);
  decimal.digits.resize(end);
  return decimal;
}

}  // namespace

std::optional<double> read_number(std::string_view text) {
  text = without_plus(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    if (!is_tiny(text)) return std::nullopt;
    return std::strtod(std::string(text).c_str(), nullptr);
  }
  if (!std::isfinite(value)) return std::nullopt;  // the text says so: "nan", "-inf"
  return value;
}

std::optional<std::int64_t> read_integer(std::string_view text) {
  text = without_plus(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || error != std::errc{}) return std::nullopt;
  return value;
}

bool is_exact(std::string_view number) {
  constexpr std::size_t always_exact = 15;  // so many digits come back from a double
  if (number.size() <= always_exact && number.find_first_of("eE") == std::string_view::npos) return true;
  const std::optional<double> value = read_number(number);
  return value && decimal_of(number) == decimal_of(shortest(*value));
}

std::string shortest(double value) { return shortest_of(value); }
std::string shortest(float value) { return shortest_of(value); }

std::string rounded(double value, int digits) {
  if (!std::isfinite(value)) return shortest(value);
  std::array<char, 64> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, digits).ptr;
  return {text.data(), end};
}

std::string percent(double share) { return rounded(100 * share, 3) + " %"; }

std::string grouped(std::int64_t value) {
  std::string text = std::to_string(value);
  const std::ptrdiff_t first = value < 0 ? 1 : 0;
  for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > first; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return text;
}

std::string counted(std::int64_t count, std::string_view noun) {
  const char* ending = count == 1 ? "" : noun.ends_with("s") ? "es" : "s";
  return grouped(count).append(" ").append(noun).append(ending);
}

}  // namespace mlp
