#pragma once
// UTF-8, one code point at a time (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF).

#include <cstddef>
#include <string>
#include <string_view>

namespace mlp {

/// The value that stands for bytes that are not UTF-8.
inline constexpr char32_t not_utf8 = 0xFFFFFFFF;

struct CodePoint {
  char32_t value;      // not_utf8 where the bytes are none
  std::size_t length;  // in bytes; 1 for a byte that is not UTF-8
};

/// The code point that starts at `text[at]`; at < text.size().
CodePoint code_point(std::string_view text, std::size_t at);

bool is_utf8(std::string_view text);

/// Columns that a terminal gives a code point: 0 for combining marks, 2 for East Asian wide characters and pictographs.
int terminal_width(char32_t c);

}  // namespace mlp
