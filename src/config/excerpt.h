#pragma once
// The piece of text that an error shows below its message, with a caret where the problem is.

#include <string>

#include "mlp/config/tree.h"

namespace mlp {

/// The line of a place, and below it a caret where the place starts and waves as far as it goes on that line:
///       12 |     "units": -5,
///          |              ^~
/// Tabs become spaces, wide characters count as the terminal shows them, control characters are shown as "?", and of a
/// long line only the part around the caret is shown. Without a line break at the end.
std::string excerpt(const Place& place);

}  // namespace mlp
