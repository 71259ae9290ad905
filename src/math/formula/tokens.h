#pragma once
// The words of a formula: numbers, names and signs, each with its place.

#include <string>
#include <string_view>
#include <vector>

namespace mlp::formula {

struct Token {
  enum class Kind { number, name, sign, end };
  Kind kind = Kind::end;
  std::string_view text;   // a part of the formula
  std::size_t offset = 0;  // in bytes
  double number = 0;       // Kind::number
};

/// A stretch of a formula, for messages.
std::string quoted(std::string_view text);

/// The last token is the end. Throws Mistake where something is none.
std::vector<Token> tokens_of(std::string_view text);

}  // namespace mlp::formula
