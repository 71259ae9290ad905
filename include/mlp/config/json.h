#pragma once
// JSON text to trees and back. Reading takes // and /* */ comments, refuses duplicate keys, and says of bad JSON what
// was found and what was expected; writing uses one fixed layout, so that equal trees are equal files.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mlp/config/problems.h"
#include "mlp/config/tree.h"

namespace mlp {

/// Deeper documents are refused, so that no recursion over a tree can exhaust the stack.
inline constexpr std::size_t max_nesting = 200;

/// The document in `text`. Throws InputError with the place where the text is not JSON, or where a key comes twice.
Tree parse_json(const std::shared_ptr<const ConfigText>& text);

/// The same for the `length` bytes from `offset` on, such as the value in an option of the command line. Where they are
/// not JSON, `problems` says why and nothing is returned. A key that comes twice is a problem too, but keeps its first
/// value, so that whatever else is wrong can be found at the same time.
std::optional<Tree> parse_json(const std::shared_ptr<const ConfigText>& text, std::size_t offset, std::size_t length,
                               Problems& problems);

/// The document as JSON text: two spaces a level, short lists of plain values on one line, numbers as the shortest text
/// that reads back exactly. JSON has no NaN and no infinity: they become null. Ends without a line break.
std::string to_json(const Tree& tree);

/// The same on one line without spaces: {"type":"elu","alpha":1}
std::string to_compact_json(const Tree& tree);

/// A string in quotes, with the escapes of JSON: control characters never reach a terminal or a file unescaped.
std::string json_string(std::string_view text);

}  // namespace mlp
