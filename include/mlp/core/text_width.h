#pragma once
// How many columns a text takes on a terminal: none for combining marks, two for the wide characters of East Asia and
// for emoji (Unicode Standard Annex 11), one for the others.

#include <cstddef>
#include <string>
#include <string_view>

namespace mlp {

/// Columns of a text; control characters count as they are shown by printable().
std::size_t columns_of(std::string_view text);

/// The text made printable and cut to at most `columns` columns; where something is cut, it ends in "…" ("~" if
/// `ascii`).
std::string fitted(std::string_view text, std::size_t columns, bool ascii = false);

enum class Align { left, right };

/// The text made printable, cut, and padded with spaces to exactly `columns` columns.
std::string padded_to(std::string_view text, std::size_t columns, Align align = Align::left, bool ascii = false);

}  // namespace mlp
