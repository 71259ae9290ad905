#pragma once
// Small pieces of wording that the messages of this level share.

#include <span>
#include <string>
#include <string_view>

namespace mlp {

/// A string in quotes for a message: escaped, and cut when it is long.
std::string in_quotes(std::string_view text);

/// `"a", "b" or "c"`
std::string either(std::span<const std::string> names);

/// `one of "a", "b" or "c"`; of a single name, the name alone
std::string one_of(std::span<const std::string> names);

/// What follows "unknown …": ` did you mean "relu"? Known: elu, relu` (with the semicolon that it needs).
std::string suggestion(std::string_view misspelt, std::span<const std::string> known);

/// "a, b, c"
std::string comma_separated(std::span<const std::string> names);

/// "an activation", "a loss"
std::string with_article(std::string_view noun);

/// The pointer of a member or an item: "/" and "~" in a key are escaped (RFC 6901).
std::string pointer_to(const std::string& parent, std::string_view key);
std::string pointer_to(const std::string& parent, std::size_t index);

}  // namespace mlp
