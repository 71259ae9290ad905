#include "json_syntax.h"

#include <algorithm>

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

}  // namespace

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
