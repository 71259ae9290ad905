#pragma once
// From the text of a formula, "z * sigmoid(1.702*z)", to its terms, by recursive descent. The grammar, loosest first:
//     comparison  sum [("<" | "<=" | ">" | ">=" | "==" | "!=") sum]
//     sum         product {("+" | "-") product}
//     product     sign {("*" | "/") sign}
//     sign        ["-" | "+"] sign | power
//     power       value ["^" sign]                so that -z^2 is -(z^2), and 2^3^2 is 2^(3^2)
//     value       number | z | pi | e | function "(" comparison {"," comparison} ")" | "(" comparison ")"

#include <string>
#include <string_view>

#include "mlp/core/error.h"
#include "mlp/math/formula/terms.h"

namespace mlp::formula {

/// Bounds that no sensible formula meets, so that hostile ones cost neither stack nor time.
inline constexpr std::size_t longest_text = 4000, deepest_nesting = 100;

/// Why a text is no formula, and the stretch of it where that shows.
struct Mistake : InputError {
  Mistake(const std::string& message, std::size_t at, std::size_t count)
      : InputError(message), offset(at), length(count) {}
  std::size_t offset, length;  // in bytes; at the end of the text, a length of 1
};

/// Throws Mistake.
Expression parse(std::string_view text);

/// The functions that a formula may use, for documentation: "abs, cos, …".
std::string function_names();

}  // namespace mlp::formula
