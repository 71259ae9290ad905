#include "tokens.h"

#include <algorithm>
#include <string>
#include <utility>

#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "mlp/math/formula/parse.h"

namespace mlp::formula {
namespace {

constexpr std::string_view digits = "0123456789", blanks = " \t\r\n";
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
constexpr std::string_view signs[] = {"<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "^", "(", ")", ","};

/// What people write, and what it is here.
constexpr std::pair<std::string_view, std::string_view> other_signs[] = {
    {"**", "for a power, write ^"},
    {"&&", "where both hold is their product: write (0 < z) * (z < 1)"},
    {"||", "where one of two holds is their maximum: write max(z < 0, z > 1)"},
    {"&", "where both hold is their product: write (0 < z) * (z < 1)"},
    {"|", "an absolute value is abs(z); where one of two holds is max(z < 0, z > 1)"},
    {"!", "where something does not hold is 1 - (z > 0)"},
    {"=", "to compare, write =="},
    {"?", "a choice is where(condition, value, other value)"},
    {":", "a choice is where(condition, value, other value)"},
    {"[", "write ( )"},
    {"]", "write ( )"},
    {"{", "write ( )"},
    {"}", "write ( )"},
    {"×", "write *"},
    {"·", "write *"},
    {"⋅", "write *"},
    {"÷", "write /"},
    {"−", "write -"},
    {"–", "write -"},
    {"²", "write ^2"},
    {"³", "write ^3"},
    {"≤", "write <="},
    {"≥", "write >="},
    {"≠", "write !="},
    {"π", "write pi"},
    {"σ", "write sigmoid(z)"},
    {"√", "write sqrt(z)"},
    {"∞", "write 1/0"},
};

std::size_t end_of(std::string_view text, std::size_t at, std::string_view set) {
  return std::min(text.find_first_not_of(set, at), text.size());
}

/// Digits, perhaps a point and an exponent; the whole of what looks like one number, be it right or not.
std::size_t number_end(std::string_view text, std::size_t at) {
  at = end_of(text, at, "0123456789.");
  if (at == text.size() || (text[at] != 'e' && text[at] != 'E')) return at;
  const std::size_t sign = at + 1 < text.size() && (text[at + 1] == '+' || text[at + 1] == '-') ? 2 : 1;
  const std::size_t exponent = end_of(text, at + sign, digits);
  return exponent > at + sign ? exponent : at;
}

Token number_at(std::string_view text, std::size_t at) {
  const std::string_view word = text.substr(at, number_end(text, at) - at);
  const auto value = read_number(word);
  if (value) return {Token::Kind::number, word, at, *value};
  const bool is_large = std::ranges::count(word, '.') <= 1 && word != ".";
  throw Mistake(quoted(word) + (is_large ? " is too large for a number" : " is not a number"), at, word.size());
}

Token sign_at(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  const auto begins = [rest](std::string_view sign) { return rest.starts_with(sign); };
  for (const auto& [sign, remedy] : other_signs)
    if (begins(sign) && !begins("==") && !begins("!="))
      throw Mistake(quoted(sign) + " is not used in formulas: " + std::string(remedy), at, sign.size());
  for (const std::string_view sign : signs)
    if (begins(sign)) return {Token::Kind::sign, rest.substr(0, sign.size()), at};
  const std::size_t bytes = first_code_point(rest).bytes;
  throw Mistake("the character " + quoted(rest.substr(0, bytes)) + " is not used in formulas", at, bytes);
}

}  // namespace

std::string quoted(std::string_view text) { return "\"" + printable(text) + "\""; }

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t at = end_of(text, 0, blanks); at < text.size(); at = end_of(text, at, blanks)) {
    const bool is_name = letters.find(text[at]) != std::string_view::npos;
    if (is_name)
      tokens.push_back({Token::Kind::name,
                        text.substr(at, text.find_first_not_of(std::string(letters) + "0123456789", at) - at), at});
    else if (digits.find(text[at]) != std::string_view::npos || text[at] == '.')
      tokens.push_back(number_at(text, at));
    else
      tokens.push_back(sign_at(text, at));
    at += tokens.back().text.size();
  }
  tokens.push_back({Token::Kind::end, "", text.size()});
  return tokens;
}

}  // namespace mlp::formula
