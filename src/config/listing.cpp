// The tables of `mlp list`: name, default, type and meaning of every parameter, wrapped to the terminal's width.

#include <algorithm>
#include <array>

#include "mlp/config/describe.h"
#include "mlp/config/json.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

constexpr std::size_t narrowest = 24;  // of the last column: narrower text is no longer read

/// A parameter: its name, default, type, meaning.
using Row = std::array<std::string, 4>;

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); text.remove_prefix(first_code_point(text).bytes)) ++count;
  return count;
}

std::string padded_to(const std::string& text, std::size_t width) {
  const std::size_t used = columns(text);
  return used < width ? text + std::string(width - used, ' ') : text;
}

Range range_of(const KeyDescription& key) {
  Range range;
  if (key.low) range.low = *key.low;
  if (key.high) range.high = *key.high;
  range.low_open = key.low_open;
  range.high_open = key.high_open;
  return range;
}

std::string default_of(const KeyDescription& key) {
  if (key.required) return "required";
  if (!key.fallback) return "none";
  return key.fallback->kind == Tree::Kind::string && !key.fallback->string.empty() ? key.fallback->string
                                                                                   : to_compact_json(*key.fallback);
}

std::string type_of(const KeyDescription& key) {
  std::string type = key.type;
  for (std::size_t at = 0; (at = type.find("component", at)) != std::string::npos; at += key.component.size())
    type.replace(at, 9, key.component);
  const bool is_choice = key.component.empty() && !key.choices.empty();
  if (is_choice) {
    type.clear();
    for (const std::string& choice : key.choices) type += (type.empty() ? "" : " | ") + choice;
  }
  const std::string range = range_of(key).text();
  return range.empty() ? type : type + ", " + range;
}

void add_rows(std::vector<Row>& rows, const std::vector<KeyDescription>& keys, const std::string& prefix) {
  for (const KeyDescription& key : keys) {
    rows.push_back({prefix + key.key, default_of(key), type_of(key), key.summary});
    add_rows(rows, key.keys, prefix + key.key + ".");
  }
}

/// Words, in lines of at most `width` columns where they allow it; further lines start at column `indent`.
std::string wrapped(const std::string& text, std::size_t indent, std::size_t width) {
  std::string out;
  std::size_t used = indent;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    const bool first = used == indent;
    if (!first && used + 1 + columns(word) > width) {
      out += "\n" + std::string(indent, ' ') + word;
      used = indent + columns(word);
    } else {
      out += (first ? "" : " ") + word;
      used += columns(word) + (first ? 0 : 1);
    }
    begin = end + 1;
  }
  return out;
}

/// Widths of the first three columns; a long type is not allowed to push the meaning out of sight.
std::array<std::size_t, 3> widths_of(const std::vector<Row>& rows) {
  constexpr std::array<std::size_t, 3> widest{32, 20, 32};
  std::array<std::size_t, 3> widths{};
  for (const Row& row : rows)
    for (std::size_t i = 0; i < 3; ++i)
      if (columns(row[i]) <= widest[i]) widths[i] = std::max(widths[i], columns(row[i]));
  return widths;
}

std::string table(const std::vector<Row>& rows, const std::array<std::size_t, 3>& widths, std::size_t indent,
                  std::size_t width) {
  const std::size_t last = indent + widths[0] + widths[1] + widths[2] + 6;
  std::string out;
  for (const Row& row : rows) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < 3; ++i) line += padded_to(row[i], widths[i]) + "  ";
    const std::size_t start = columns(line);
    if (start > last && !row[3].empty()) line += "\n" + std::string(last, ' ');
    line += wrapped(row[3], last, std::max(width, last + narrowest));
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

}  // namespace

std::string listing(const KindDescription& kind, std::size_t width) {
  std::size_t name_width = 0;
  std::vector<Row> all;
  for (const ComponentDescription& component : kind.components) {
    name_width = std::max(name_width, columns(component.name));
    add_rows(all, component.keys, "");
  }
  const auto widths = widths_of(all);
  std::string out;
  for (const ComponentDescription& component : kind.components) {
    std::string line = padded_to(component.name, name_width) + "  ";
    line += wrapped(component.summary, name_width + 2, width);
    line.erase(line.find_last_not_of(' ') + 1);
    std::vector<Row> rows;
    add_rows(rows, component.keys, "");
    out += line + "\n" + table(rows, widths, 2, width);
  }
  return out;
}

std::string listing(const std::vector<KeyDescription>& keys, std::size_t width) {
  std::vector<Row> rows;
  add_rows(rows, keys, "");
  return table(rows, widths_of(rows), 0, width);
}

}  // namespace mlp
