#pragma once
// Reading the numbers of a text one after the other, without cutting it into fields first.

#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <system_error>

namespace mlp {

/// The decimal digits, at most eight, at the start of a text.
struct LeadingDigits {
  std::uint64_t value;
  unsigned count;
};

/// Eight letters at a time, in one register, with no branch that depends on how many of them are digits: that number
/// varies from field to field, and each wrong guess of a branch would cost as much as the rest. The first letter is the
/// register's lowest byte.
inline LeadingDigits leading_digits(const char* text) {
  std::uint64_t letters;
  std::memcpy(&letters, text, sizeof letters);
  letters ^=
      0x3030303030303030;  // digits become 0 to 9, all else 10 or more; bytes of 10 and more reach 0x80 by + 0x76
  const std::uint64_t others = ((letters + 0x7676767676767676) | letters) & 0x8080808080808080;
  const unsigned count = static_cast<unsigned>(std::countr_zero(others)) / 8;
  const unsigned half_shift = 4 * (8 - count);    // twice: 64 at once is undefined
  letters = letters << half_shift << half_shift;  // as if zeros stood before the digits
  letters = letters * 10 + (letters >> 8);        // four numbers of two digits, in every other byte
  constexpr std::uint64_t pair = 0x000000FF000000FF, of_four = 100 + (std::uint64_t{1000000} << 32),
                          of_last = 1 + (std::uint64_t{10000} << 32);
  return {((letters & pair) * of_four + (letters >> 16 & pair) * of_last) >> 32, count};
}

/// Reads the number at `text` and returns where it ends, or nullptr where there is none, or one that is not finite or
/// fits no double; such texts are left to read_number. The value is the double nearest to the decimal number. At least
/// 32 letters must be readable, `last` is the text's end, and a letter that is no part of a number must come before it.
///
/// Up to seven digits before the point and 15 behind it, without an exponent: digits / 10^decimals, rounded once, and
/// so correctly, if both are exact as doubles (Clinger 1990), as digits up to 2^53 and these powers are. The standard
/// library reads the others.
inline const char* read_plain_number(const char* text, const char* last, double& value) {
  static constexpr std::array<std::uint64_t, 9> power{1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
  static constexpr std::array<double, 16> divisor{1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  constexpr std::uint64_t largest_exact = std::uint64_t{1} << 53;
  if constexpr (std::endian::native == std::endian::little) {
    const bool negative = *text == '-';
    const char* at = text + (negative ? 1 : 0);
    const LeadingDigits whole = leading_digits(at);
    at += whole.count;
    std::uint64_t digits = whole.value;
    unsigned count = whole.count, decimals = 0;
    if (*at == '.' && whole.count < 8) {
      const LeadingDigits first = leading_digits(++at);
      at += first.count;
      digits = digits * power[first.count] + first.value;
      decimals = first.count;
      if (first.count == 8) {
        const LeadingDigits second = leading_digits(at);
        at += second.count;
        decimals += second.count;
        // Of more than 19 digits the product may wrap around.
        digits = whole.count + decimals > 19 ? largest_exact + 1 : digits * power[second.count] + second.value;
        if (second.count == 8) digits = largest_exact + 1;  // perhaps more are to come
      }
      count += decimals;
    }
    const bool goes_on = (*at >= '0' && *at <= '9') || *at == '.' || *at == 'e' || *at == 'E';
    if (count > 0 && !goes_on && digits <= largest_exact) {
      const double size = static_cast<double>(digits) / divisor[decimals];
      value = negative ? -size : size;
      return at;
    }
  }
  const auto [end, error] = std::from_chars(text, last, value);
  return error == std::errc{} && std::isfinite(value) ? end : nullptr;
}

}  // namespace mlp
