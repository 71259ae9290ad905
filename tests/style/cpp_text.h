#pragma once
// Just enough understanding of C++ to measure its style: which parts of a text are code, and where functions begin and
// end. It relies on clang-format having been there.

#include <string>
#include <string_view>
#include <vector>

namespace mlp::style {

/// The text with the content of comments, strings and characters blanked out; every line keeps its place.
std::string code_only(std::string_view text);

struct Function {
  std::size_t first_line;  // from 1: the line where the declaration starts
  std::size_t lines;       // up to and with the closing brace
  bool argued;             // a comment "// long: reason" says why it is long
};

/// The functions with a body, outermost only: a lambda belongs to the function around it.
std::vector<Function> functions(std::string_view text);

std::size_t line_count(std::string_view text);

}  // namespace mlp::style
