#pragma once
// Text from configs and files is UTF-8, or meant to be. These functions are the only ones that take it apart.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace mlp {

/// One character of a text: its code point and the number of bytes it takes.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 0;
  bool valid = false;  // false: not UTF-8 here (RFC 3629: no surrogates, nothing overlong); then bytes = 1
};

/// The character at the start of `text`, which must not be empty.
CodePoint first_code_point(std::string_view text);

/// A character's bytes; empty where the number is none (a surrogate, or beyond U+10FFFF).
std::string utf8_of(char32_t character);

/// Where the first byte stands that no text has: one that is not UTF-8, or a zero; npos where there is none.
std::size_t first_byte_of_no_text(std::string_view text);

/// True for characters that steer a terminal or hide in a text: the C0 and C1 controls, DEL, and the invisible ones
/// that turn the direction of writing or join nothing visible (Unicode's "Trojan source" characters, CVE-2021-42574).
bool is_control(char32_t character);

/// The text as it may be shown to people: a control character becomes "\x1b" or "\u202e", a byte that is not UTF-8
/// becomes "\xff". `keep_newlines` lets line ends pass, for messages of several lines.
std::string printable(std::string_view text, bool keep_newlines = false);

/// A piece of a file for messages: printable, in quotes, and cut where it is long.
std::string shown(std::string_view text);

}  // namespace mlp
