// Trees as JSON text: indented, as config.json of a run, or compact, as in messages. Numbers are the shortest text that
// reads back as the same double.

#include <algorithm>
#include <cmath>

#include "mlp/config/json.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

constexpr std::size_t longest_list = 100;  // characters of a list that stays on one line

// JSON reads "-0" as the integer 0, which has no sign.
std::string number_text(double value) {
  if (!std::isfinite(value)) return "null";
  return value == 0 && std::signbit(value) ? "-0.0" : shortest(value);
}

std::string hexadecimal_escape(char32_t unit) {
  static constexpr std::string_view figures = "0123456789abcdef";
  std::string text = "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) text += figures[(unit >> shift) & 0xFU];
  return text;
}

std::string escaped(char32_t c) {
  switch (c) {
    case U'"':
      return "\\\"";
    case U'\\':
      return "\\\\";
    case U'\b':
      return "\\b";
    case U'\f':
      return "\\f";
    case U'\n':
      return "\\n";
    case U'\r':
      return "\\r";
    case U'\t':
      return "\\t";
    default:
      break;
  }
  if (c <= 0xFFFF) return hexadecimal_escape(c);
  return hexadecimal_escape(0xD800 + ((c - 0x10000) >> 10)) + hexadecimal_escape(0xDC00 + ((c - 0x10000) & 0x3FF));
}

// More than JSON asks for: nothing that steers a terminal or hides in a text is written as it is.
bool needs_escape(char32_t c) { return c == U'"' || c == U'\\' || is_control(c); }

std::string scalar(const Tree& tree) {
  switch (tree.kind) {
    case Tree::Kind::boolean:
      return tree.boolean ? "true" : "false";
    case Tree::Kind::integer:
      return std::to_string(tree.integer);
    case Tree::Kind::number:
      return number_text(tree.number);
    case Tree::Kind::string:
      return json_string(tree.string);
    default:
      return "null";
  }
}

bool is_container(const Tree& tree) { return tree.kind == Tree::Kind::array || tree.kind == Tree::Kind::object; }

/// Appends the items of a list or the members of an object, each led by `before` and, in an object, by its key.
template <class Write>
void write_parts(std::string& out, const Tree& tree, const std::string& before, std::string_view colon,
                 std::string_view comma, Write write) {
  bool first = true;
  const auto lead = [&] {
    if (!first) out += comma;
    first = false;
    out += before;
  };
  for (const Tree& item : tree.items) {
    lead();
    write(item);
  }
  for (const Member& member : tree.members) {
    lead();
    out += json_string(member.key);
    out += colon;
    write(member.value);
  }
}

void write_compact(std::string& out, const Tree& tree, std::string_view colon, std::string_view comma) {
  if (!is_container(tree)) {
    out += scalar(tree);
    return;
  }
  out += tree.kind == Tree::Kind::array ? '[' : '{';
  write_parts(out, tree, "", colon, comma, [&](const Tree& part) { write_compact(out, part, colon, comma); });
  out += tree.kind == Tree::Kind::array ? ']' : '}';
}

void write_indented(std::string& out, const Tree& tree, std::size_t level) {
  const bool plain_list = tree.kind == Tree::Kind::array && std::ranges::none_of(tree.items, is_container);
  if (!is_container(tree) || plain_list || (tree.items.empty() && tree.members.empty())) {
    std::string line;
    write_compact(line, tree, ": ", ", ");
    if (!plain_list || line.size() <= longest_list) {
      out += line;
      return;
    }
  }
  out += tree.kind == Tree::Kind::array ? "[" : "{";
  const std::string indent = "\n" + std::string(2 * (level + 1), ' ');
  write_parts(out, tree, indent, ": ", ",", [&](const Tree& part) { write_indented(out, part, level + 1); });
  out += "\n" + std::string(2 * level, ' ');
  out += tree.kind == Tree::Kind::array ? "]" : "}";
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (; !text.empty(); text.remove_prefix(first_code_point(text).bytes)) {
    const CodePoint c = first_code_point(text);
    if (!c.valid)
      out += "\uFFFD";  // what Unicode shows for bytes that mean nothing
    else if (needs_escape(c.value))
      out += escaped(c.value);
    else
      out += text.substr(0, c.bytes);
  }
  return out + "\"";
}

std::string to_json(const Tree& tree) {
  std::string out;
  write_indented(out, tree, 0);
  return out;
}

std::string to_compact_json(const Tree& tree) {
  std::string out;
  write_compact(out, tree, ":", ",");
  return out;
}

}  // namespace mlp
