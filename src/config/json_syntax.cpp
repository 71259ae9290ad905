#include "json_syntax.h"

#include <algorithm>
#include <cstdlib>

namespace mlp {
namespace {

constexpr std::string_view blanks = " \t\r\n";
constexpr std::string_view digits = "0123456789";

std::size_t or_end(std::string_view text, std::size_t found) {
  return found == std::string_view::npos ? text.size() : found;
}

std::size_t string_end(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return std::min(at + 1, text.size());
}

std::size_t digits_end(std::string_view text, std::size_t at) {
  return or_end(text, text.find_first_not_of(digits, at));
}

// -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?   What follows the longest match is the next token.
std::size_t number_end(std::string_view text, std::size_t at) {
  const auto is = [&](std::size_t i, std::string_view set) {
    return i < text.size() && set.find(text[i]) != std::string_view::npos;
  };
  if (is(at, "-")) ++at;
  at = is(at, "0") ? at + 1 : digits_end(text, at);
  if (is(at, ".") && is(at + 1, digits)) at = digits_end(text, at + 1);
  if (!is(at, "eE")) return at;
  const std::size_t exponent = is(at + 1, "+-") ? at + 2 : at + 1;
  return is(exponent, digits) ? digits_end(text, exponent) : at;
}

/// The bytes of an escape sequence in a token, and of what it stands for in UTF-8.
struct Escape {
  std::size_t written, value;
};

Escape escape_at(std::string_view text) {
  if (text.substr(0, 2) != "\\u") return {2, 1};
  const auto code = std::strtoul(std::string(text.substr(2, 4)).c_str(), nullptr, 16);
  const bool is_half = code >= 0xD800 && code < 0xDC00;  // of a character beyond 16 bits
  if (is_half) return {12, 4};
  return {6, code < 0x80 ? 1U : code < 0x800 ? 2U : 3U};
}

}  // namespace

std::size_t offset_in_string(std::string_view written, std::string_view value, std::size_t offset) {
  if (written == value || !written.starts_with('"')) return std::min(offset, written.size());
  std::size_t at = 1, done = 0;
  while (done < offset && at + 1 < written.size()) {
    const Escape step = written[at] == '\\' ? escape_at(written.substr(at)) : Escape{1, 1};
    at += step.written;
    done += step.value;
  }
  return std::min(at, written.size());
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (true) {
    at = or_end(text, text.find_first_not_of(blanks, at));
    if (text.substr(at, 2) == "//") {
      at = or_end(text, text.find_first_of("\r\n", at));
    } else if (text.substr(at, 2) == "/*") {
      const std::size_t close = text.find("*/", at + 2);
      if (close == std::string_view::npos) return at;
      at = close + 2;
    } else {
      return at;
    }
  }
}

std::size_t next_token(std::string_view text, std::size_t at) {
  at = skip_blanks(text, at);
  while (at < text.size() && (text[at] == ',' || text[at] == ':')) at = skip_blanks(text, at + 1);
  return at;
}

std::size_t token_end(std::string_view text, std::size_t at) {
  if (at >= text.size()) return text.size();
  switch (text[at]) {
    case '"':
      return string_end(text, at);
    case 't':
    case 'n':
      return std::min(at + 4, text.size());
    case 'f':
      return std::min(at + 5, text.size());
    case '{':
    case '}':
    case '[':
    case ']':
      return at + 1;
    default:
      return number_end(text, at);
  }
}

}  // namespace mlp
