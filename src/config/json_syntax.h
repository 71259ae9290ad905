#pragma once
// What the JSON library does not tell: where its tokens stand, and, of a text that it refused, what exactly is wrong.
// Both look at the text again from the place that the library's last event left off.

#include <cstddef>
#include <string>
#include <string_view>

namespace mlp {

/// What a parser has just read; it decides what may follow.
enum class After { nothing, object_start, key, value_in_object, array_start, value_in_array, document };

struct SyntaxContext {
  After after = After::nothing;
  std::size_t container = 0;  // offset of the bracket of the innermost open object or list
  std::string key;            // After::key and After::value_in_object: which
};

struct Mistake {
  std::string message;
  std::size_t offset = 0;
  std::size_t length = 1;
};

/// The first offset from `at` on that is neither white space nor inside a comment; the start of a comment that is
/// never closed.
std::size_t skip_blanks(std::string_view text, std::size_t at);

/// The same, commas and colons skipped too: the start of the next token of a text known to be right.
std::size_t next_token(std::string_view text, std::size_t at);

/// The end of the string, number, word or bracket that starts at `at`.
std::size_t token_end(std::string_view text, std::size_t at);

/// Where in a string's token, `written` with quotes and escapes, the byte `offset` of its `value` stands; of a value
/// written without quotes (an option of the command line), where it is itself. The end of the value is the closing
/// quote.
std::size_t offset_in_string(std::string_view written, std::string_view value, std::size_t offset);

/// What is wrong with a text that is JSON up to `at` and then no more.
Mistake find_mistake(std::string_view text, std::size_t at, const SyntaxContext& context);

}  // namespace mlp
