#include "mlp/core/text_width.h"

#include <algorithm>
#include <array>
#include <span>

#include "mlp/core/utf8.h"

namespace mlp {
namespace {

struct Range {
  char32_t first, last;
};

bool is_in(char32_t character, std::span<const Range> ranges) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return character >= range.first && character <= range.last; });
}

// Combining marks and variation selectors of the scripts that names are likely to be in.
constexpr std::array<Range, 12> no_width{{{0x300, 0x36F},
                                          {0x483, 0x489},
                                          {0x591, 0x5BD},
                                          {0x610, 0x61A},
                                          {0x64B, 0x65F},
                                          {0x93C, 0x93C},
                                          {0x941, 0x948},
                                          {0xE31, 0xE31},
                                          {0xE34, 0xE3A},
                                          {0x1AB0, 0x1AFF},
                                          {0x20D0, 0x20F0},
                                          {0xFE00, 0xFE0F}}};

// East Asian Width W and F, in the large blocks.
constexpr std::array<Range, 13> two_wide{{{0x1100, 0x115F},
                                          {0x2E80, 0x303E},
                                          {0x3041, 0x33FF},
                                          {0x3400, 0x4DBF},
                                          {0x4E00, 0x9FFF},
                                          {0xA000, 0xA4CF},
                                          {0xA960, 0xA97F},
                                          {0xAC00, 0xD7A3},
                                          {0xF900, 0xFAFF},
                                          {0xFE30, 0xFE6F},
                                          {0xFF00, 0xFF60},
                                          {0x1F300, 0x1FAFF},
                                          {0x20000, 0x3FFFD}}};

std::size_t width_of(char32_t character) {
  if (is_in(character, no_width)) return 0;
  return is_in(character, two_wide) ? 2 : 1;
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  const std::string shown = printable(text);
  for (std::string_view rest = shown; !rest.empty();) {
    const CodePoint next = first_code_point(rest);
    columns += width_of(next.value);
    rest.remove_prefix(next.bytes);
  }
  return columns;
}

std::string fitted(std::string_view text, std::size_t columns, bool ascii) {
  std::string shown = printable(text);
  if (columns_of(shown) <= columns) return shown;
  if (columns == 0) return "";
  std::string result;
  std::size_t used = 0;
  for (std::string_view rest = shown; !rest.empty();) {
    const CodePoint next = first_code_point(rest);
    used += width_of(next.value);
    if (used > columns - 1) break;
    result += rest.substr(0, next.bytes);
    rest.remove_prefix(next.bytes);
  }
  return result + (ascii ? "~" : "…");
}

std::string padded_to(std::string_view text, std::size_t columns, Align align, bool ascii) {
  const std::string shown = fitted(text, columns, ascii);
  const std::string space(columns - columns_of(shown), ' ');
  return align == Align::left ? shown + space : space + shown;
}

}  // namespace mlp
