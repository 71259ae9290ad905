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

/// Eight letters in one register, the first in the lowest byte; digits are 0 to 9 in it, all other letters 10 or more.
inline std::uint64_t eight_letters(const char* text) {
  std::uint64_t letters;
  std::memcpy(&letters, text, sizeof letters);
  return letters ^ 0x3030303030303030;
}

/// The highest bit of each byte that is no digit: bytes of 10 and more reach 0x80 by + 0x76.
inline std::uint64_t other_letters(std::uint64_t letters) {
  return ((letters + 0x7676767676767676) | letters) & 0x8080808080808080;
}

/// The byte in which the lowest bit of a mask is; 8 where there is none.
inline unsigned first_byte(std::uint64_t mask) { return static_cast<unsigned>(std::countr_zero(mask)) / 8; }

/// The number of which the first `count` letters, at most eight, are the digits.
inline std::uint64_t number_of(std::uint64_t letters, unsigned count) {
  const unsigned half_shift = 4 * (8 - count);    // twice: 64 at once is undefined
  letters = letters << half_shift << half_shift;  // as if zeros stood before the digits
  letters = letters * 10 + (letters >> 8);        // four numbers of two digits, in every other byte
  constexpr std::uint64_t pair = 0x000000FF000000FF, of_four = 100 + (std::uint64_t{1000000} << 32),
                          of_last = 1 + (std::uint64_t{10000} << 32);
  return ((letters & pair) * of_four + (letters >> 16 & pair) * of_last) >> 32;
}

/// Eight letters at a time, in one register, with no branch that depends on how many of them are digits: that number
/// varies from field to field, and each wrong guess of a branch would cost as much as the rest.
inline LeadingDigits leading_digits(const char* text) {
  const std::uint64_t letters = eight_letters(text);
  const unsigned count = first_byte(other_letters(letters));
  return {number_of(letters, count), count};
}

inline constexpr std::array<std::uint64_t, 9> powers_of_ten{1,      10,      100,      1000,     10000,
                                                            100000, 1000000, 10000000, 100000000};
inline constexpr std::array<double, 16> exact_powers_of_ten{1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                                            1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/// What most files hold: perhaps a minus, one to six digits, perhaps a point and up to eight digits. Returns where it
/// ends, or nullptr; any letter may be there, so the caller must see that the number does not go on. At least 32
/// letters must be readable. The value is rounded correctly: see read_plain_number.
///
/// Numbers follow one another, so all waits for the place where one ends: both ends are found in the same 16 letters,
/// before any of them is read as a digit, and the sign, which is random, takes neither a branch nor a flag.
inline const char* read_short_number(const char* text, double& value) {
  if constexpr (std::endian::native != std::endian::little) return nullptr;
  constexpr std::uint64_t minus = '-' ^ '0', first_letter = 0xFF;
  const std::uint64_t letters = eight_letters(text);
  const std::uint64_t negative = letters >> 4 & 1;  // no digit has that bit
  const std::uint64_t unsigned_letters = letters - negative * minus;
  if ((unsigned_letters & first_letter) > 9 - 9 * negative) return nullptr;
  const std::uint64_t others = other_letters(letters) & ~first_letter;
  const unsigned point = first_byte(others);
  if (point == 8 || point == negative) return nullptr;  // a minus is no digit
  std::uint64_t digits = number_of(unsigned_letters, point);
  unsigned end = point, decimals = 0;
  if (text[point] == '.') {
    const unsigned in_these = first_byte(others & (others - 1));
    const unsigned in_next = first_byte(other_letters(eight_letters(text + 8)));
    end = in_these + (in_next & (0u - in_these / 8));  // the latter counts if there is none in these
    decimals = end - point - 1;
    if (decimals > 8) return nullptr;
    digits = digits * powers_of_ten[decimals] + number_of(eight_letters(text + point + 1), decimals);
  }
  const double size = static_cast<double>(static_cast<std::int64_t>(digits)) / exact_powers_of_ten[decimals];
  value = std::bit_cast<double>(std::bit_cast<std::uint64_t>(size) | negative << 63);
  return text + end;
}

/// Reads the number at `text` and returns where it ends, or nullptr where there is none, or one that is not finite or
/// fits no double; such texts are left to read_number. The value is the double nearest to the decimal number. At least
/// 32 letters must be readable, `last` is the text's end, and a letter that is no part of a number must come before it.
///
/// Up to seven digits before the point and 15 behind it, without an exponent: digits / 10^decimals, rounded once, and
/// so correctly, if both are exact as doubles (Clinger 1990), as digits up to 2^53 and these powers are. The standard
/// library reads the others.
inline const char* read_plain_number(const char* text, const char* last, double& value) {
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
      digits = digits * powers_of_ten[first.count] + first.value;
      decimals = first.count;
      if (first.count == 8) {
        const LeadingDigits second = leading_digits(at);
        at += second.count;
        decimals += second.count;
        // Of more than 19 digits the product may wrap around.
        digits = whole.count + decimals > 19 ? largest_exact + 1 : digits * powers_of_ten[second.count] + second.value;
        if (second.count == 8) digits = largest_exact + 1;  // perhaps more are to come
      }
      count += decimals;
    }
    const bool goes_on = (*at >= '0' && *at <= '9') || *at == '.' || *at == 'e' || *at == 'E';
    if (count > 0 && !goes_on && digits <= largest_exact) {
      const double size = static_cast<double>(digits) / exact_powers_of_ten[decimals];
      value = negative ? -size : size;
      return at;
    }
  }
  const auto [end, error] = std::from_chars(text, last, value);
  return error == std::errc{} && std::isfinite(value) ? end : nullptr;
}

}  // namespace mlp
