#include "names.h"

#include "mlp/core/utf8.h"

namespace mlp {

std::string name_problem(std::string_view name) {
  constexpr std::size_t longest = 100;
  if (name.empty()) return "a name is not empty";
  if (name == "." || name == "..") return "a name becomes a folder, which cannot be \"" + std::string(name) + "\"";
  if (name.size() > longest) return "a name has at most 100 bytes, this one " + std::to_string(name.size());
  for (std::string_view rest = name; !rest.empty(); rest.remove_prefix(first_code_point(rest).bytes)) {
    const CodePoint c = first_code_point(rest);
    if (c.value == U'/' || c.value == U'\\') return "a name becomes a folder: no / or \\ in it";
    if (!c.valid || is_control(c.value)) return "a name becomes a folder: no control characters in it";
  }
  return "";
}

}  // namespace mlp
