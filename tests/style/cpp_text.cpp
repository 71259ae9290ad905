#include "cpp_text.h"

#include <algorithm>
#include <cctype>

namespace mlp::style {
namespace {

// Does the character at `at` stand within a number, as in 1'000? (In U'x' it does not.)
bool separates_digits(std::string_view text, std::size_t at) {
  std::size_t start = at;
  while (start > 0 && (std::isalnum(static_cast<unsigned char>(text[start - 1])) != 0 || text[start - 1] == '\''))
    --start;
  return start < at && std::isdigit(static_cast<unsigned char>(text[start])) != 0;
}

// Finds where the literal or comment that starts at `at` ends (the place after it); `at` itself where none starts
// there.
std::size_t skip_comment_or_literal(std::string_view text, std::size_t at) {
  const auto after = [&](std::string_view mark, std::size_t from) {
    const std::size_t found = text.find(mark, from);
    return found == std::string_view::npos ? text.size() : found + mark.size();
  };
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("//")) return std::min(text.find('\n', at), text.size());
  if (rest.starts_with("/*")) return after("*/", at + 2);
  if (rest.starts_with("R\"")) {
    const std::string delimiter(rest.substr(2, rest.find('(') - 2));
    return after(")" + delimiter + "\"", at + 2);
  }
  if ((rest[0] != '"' && rest[0] != '\'') || separates_digits(text, at)) return at;
  std::size_t end = at + 1;
  while (end < text.size() && text[end] != rest[0]) end += text[end] == '\\' ? 2 : 1;
  return std::min(end + 1, text.size());
}

// Blanks the preprocessor's lines, whose braces and parentheses are not the code's.
void blank_directives(std::string& code) {
  bool continued = false;
  for (std::size_t begin = 0; begin < code.size();) {
    const std::size_t end = std::min(code.find('\n', begin), code.size());
    const std::size_t first = code.find_first_not_of(" \t", begin);
    const bool directive = continued || (first < end && code[first] == '#');
    continued = directive && end > begin && code[end - 1] == '\\';
    if (directive) std::fill(code.begin() + std::ptrdiff_t(begin), code.begin() + std::ptrdiff_t(end), ' ');
    begin = end + 1;
  }
}

bool starts_with_word(std::string_view text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  return text.size() == word.size() || std::isalnum(static_cast<unsigned char>(text[word.size()])) == 0;
}

// Is the brace after this text one of a namespace, a class or the like, in which functions are declared?
bool opens_container(std::string_view declaration) {
  if (starts_with_word(declaration, "template")) {  // clang-format puts "template <…>" on a line of its own
    const std::size_t next = declaration.find_first_not_of(" \n", declaration.find('\n'));
    declaration.remove_prefix(std::min(next, declaration.size()));
  }
  if (starts_with_word(declaration, "extern")) return true;
  for (const std::string_view word : {"namespace", "class", "struct", "union", "enum"})
    if (starts_with_word(declaration, word)) return declaration.find('(') == std::string_view::npos;
  return false;
}

// Walks over the braces of a text without comments and literals, and reports each function's body as it ends.
class BraceWalker {
 public:
  explicit BraceWalker(std::string_view code) : code_(code) {}

  // Calls report(start, end) with the place of the declaration's first character and of the closing brace.
  template <class Report>
  void walk(Report report) {
    for (std::size_t at = 0; at < code_.size(); ++at) {
      const char c = code_[at];
      if (depth_ == 0 && (c == '(' || c == ')')) parentheses_ += c == '(' ? 1 : -1;
      if (parentheses_ > 0) continue;  // a default argument: f(Options o = {})
      if (c == '{') open(at);
      if (c == '}' && close()) report(code_.find_first_not_of(" \n", declaration_), at);
      if (depth_ == 0 && (c == ';' || c == '}')) declaration_ = at + 1;
    }
  }

 private:
  void open(std::size_t at) {
    const std::size_t start = std::min(code_.find_first_not_of(" \n", declaration_), at);
    const std::string_view head = code_.substr(start, at - start);
    if (depth_ == 0 && opens_container(head)) {
      declaration_ = at + 1;
      return;
    }
    if (depth_ == 0) in_function_ = head.find('(') != std::string_view::npos;
    ++depth_;
  }

  // True where the brace ends a function's body; at depth 0 it ends a container.
  bool close() { return depth_ > 0 && --depth_ == 0 && in_function_; }

  std::string_view code_;
  std::size_t declaration_ = 0;  // where the current declaration starts
  std::size_t depth_ = 0;        // braces open in the body of a function or in an initializer
  int parentheses_ = 0;          // open outside of any body
  bool in_function_ = false;
};

}  // namespace

std::string code_only(std::string_view text) {
  std::string code(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = skip_comment_or_literal(text, at);
    for (std::size_t i = at; i < end; ++i)
      if (code[i] != '\n') code[i] = ' ';
    at = std::max(end, at + 1);
  }
  blank_directives(code);
  return code;
}

std::size_t line_count(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::vector<Function> functions(std::string_view text) {
  const std::string code = code_only(text);
  std::vector<Function> found;
  BraceWalker(code).walk([&](std::size_t start, std::size_t end) {
    // The comment above a function reaches up to the first empty line.
    const std::size_t gap = text.rfind("\n\n", start);
    const std::size_t comment = gap == std::string_view::npos ? 0 : gap;
    const bool argued = text.substr(comment, end - comment).find("// long: ") != std::string_view::npos;
    found.push_back({line_count(text.substr(0, start)) + 1, line_count(text.substr(start, end - start)) + 1, argued});
  });
  return found;
}

}  // namespace mlp::style
