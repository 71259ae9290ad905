#include "mlp/core/utf8.h"

#include <array>
#include <cstdio>

namespace mlp {
namespace {

// The length that a first byte announces, and 0 for a byte that cannot be the first.
std::size_t announced_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  if (first >= 0xF0 && first < 0xF5) return 4;
  return 0;
}

std::string escaped(const char* format, unsigned value) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const CodePoint invalid{byte(0), 1, false};
  const std::size_t length = announced_length(byte(0));
  if (length == 0 || length > text.size()) return invalid;
  static constexpr std::array<unsigned char, 5> payload{0, 0x7F, 0x1F, 0x0F, 0x07};
  static constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
  char32_t value = byte(0) & payload[length];
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return invalid;
    value = value << 6 | (byte(i) & 0x3F);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest[length] || value > 0x10FFFF || surrogate) return invalid;
  return {value, length, true};
}

std::string utf8_of(char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return {};
  const auto following = [c](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0 | c >> 6), following(0)};
  if (c < 0x10000) return {static_cast<char>(0xE0 | c >> 12), following(6), following(0)};
  return {static_cast<char>(0xF0 | c >> 18), following(12), following(6), following(0)};
}

std::size_t first_byte_of_no_text(std::string_view text) {
  // ASCII, as nearly all of a file of numbers is, goes by in blocks: less 1, only a zero has the highest bit.
  constexpr std::size_t block = 64;
  const auto is_ascii = [&](std::size_t from) {
    char all = 0;
    for (std::size_t i = from; i < from + block; ++i) all = static_cast<char>(all | text[i] | (text[i] - 1));
    return (static_cast<unsigned char>(all) & 0x80) == 0;
  };
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80 && at + block <= text.size() && is_ascii(at)) {
      at += block;
      continue;
    }
    const CodePoint next = first_code_point(text.substr(at));
    if (!next.valid || next.value == 0) return at;
    at += next.bytes;
  }
  return std::string_view::npos;
}

bool is_control(char32_t c) {
  const auto within = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
  return c < 0x20 || within(0x7F, 0x9F) || c == 0xAD || c == 0x61C || within(0x200B, 0x200F) ||
         within(0x2028, 0x202E) || within(0x2060, 0x206F) || c == 0xFEFF || within(0xFFF9, 0xFFFB) ||
         within(0xE0000, 0xE007F);
}

std::string printable(std::string_view text, bool keep_newlines) {
  std::string shown;
  while (!text.empty()) {
    const CodePoint next = first_code_point(text);
    if (!next.valid || (next.value < 0x100 && is_control(next.value) && !(keep_newlines && next.value == '\n')))
      shown += escaped("\\x%02x", static_cast<unsigned>(next.value));
    else if (next.value >= 0x100 && is_control(next.value))
      shown += escaped("\\u%04x", static_cast<unsigned>(next.value));
    else
      shown += text.substr(0, next.bytes);
    text.remove_prefix(next.bytes);
  }
  return shown;
}

std::string shown(std::string_view text) {
  constexpr std::size_t longest = 40;
  return "\"" + printable(text.substr(0, longest)) + (text.size() > longest ? "…\"" : "\"");
}

}  // namespace mlp
