#pragma once
// The order in which people expect names with numbers: seed-2 before seed-10, rate=0.01 before rate=0.1.

#include <string_view>

namespace mlp {

/// Whether `a` comes before `b`: names are compared by characters, but where both have a number (digits, perhaps with a
/// fraction and an exponent), by its value. A strict order, in which only equal names are equivalent.
bool natural_less(std::string_view a, std::string_view b);

}  // namespace mlp
