#pragma once
// The one place where text becomes a number and a number becomes text. Independent of the locale; nothing is guessed:
// the whole text must be the number.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mlp {

/// A finite decimal number ("1", "-2.5e-3", "+.5"); nothing for any other text, or one too large for a double. A number
/// too small for a double reads as the nearest one (a denormal or 0).
std::optional<double> read_number(std::string_view text);

/// A whole decimal number that fits in 64 bits; nothing for any other text.
std::optional<std::int64_t> read_integer(std::string_view text);

/// True for the text of a number that keeps its value as a double: written again, by shortest(), it is the same decimal
/// number. 9007199254740993 becomes 9007199254740992, and 0.1 stays 0.1.
bool is_exact(std::string_view number);

/// The shortest decimal text that reads back as exactly this value; whole numbers below 10¹⁵ without exponent.
/// Not-a-number and infinities are "nan", "inf", "-inf".
std::string shortest(double value);
std::string shortest(float value);

/// `digits` significant digits, for people: "0.0123", "1.2e-07".
std::string rounded(double value, int digits = 4);

/// "12.5 %", three significant digits, of a share between 0 and 1.
std::string percent(double share);

/// "1,234,567"
std::string grouped(std::int64_t value);

/// "1 sample", "1,000 samples", "3 classes"
std::string counted(std::int64_t count, std::string_view noun);

}  // namespace mlp
