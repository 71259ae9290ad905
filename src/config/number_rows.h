#pragma once
// How a matrix looks in JSON written for people.

#include <string>
#include <string_view>

namespace mlp {

/// Indented JSON whose lists of whole numbers, which the writer spread over a line for each, are joined in one line:
/// a matrix then looks like one. Strings never start a line of digits alone, so they are left as they are.
std::string with_numbers_in_rows(std::string_view text);

}  // namespace mlp
