#pragma once
// How a key's value becomes a number, a truth value or a text: what all the typed readers of Section share.

#include <cmath>

#include "mlp/config/json.h"

#include "section_state.h"
#include "text.h"

namespace mlp {

inline std::optional<double> as_number(const Tree& tree) {
  return tree.is_number() ? std::optional(tree.number) : std::nullopt;
}

// JSON knows but one kind of number: 32.0 is as whole as 32.
inline std::optional<std::int64_t> as_integer(const Tree& tree) {
  if (tree.kind == Tree::Kind::integer) return tree.integer;
  const bool whole = tree.kind == Tree::Kind::number && std::trunc(tree.number) == tree.number;
  if (!whole || std::abs(tree.number) >= 0x1p63) return std::nullopt;
  return static_cast<std::int64_t>(tree.number);
}

inline std::optional<bool> as_boolean(const Tree& tree) {
  return tree.kind == Tree::Kind::boolean ? std::optional(tree.boolean) : std::nullopt;
}

inline std::optional<std::string> as_text(const Tree& tree) {
  return tree.kind == Tree::Kind::string ? std::optional(tree.string) : std::nullopt;
}

/// The value of a key that must be of one kind; nothing where it is missing or (a problem) of another kind.
template <class Convert>
auto read(SectionState& section, std::string_view key, std::string_view expected, Convert convert)
    -> decltype(convert(Tree{})) {
  const SectionState::Found found = section.find(key);
  if (found.value == nullptr) return std::nullopt;
  auto value = convert(*found.value);
  if (!value) section.report_kind(found, expected);
  return value;
}

/// The same for a key that may be missing or null, which config.json then shows as null.
template <class Convert>
auto read_optional(SectionState& section, std::string_view key, std::string_view expected, Convert convert)
    -> decltype(convert(Tree{})) {
  section.entry(key)->description.nullable = true;
  const SectionState::Found found = section.find(key);
  const bool given = found.value != nullptr && found.value->kind != Tree::Kind::null;
  auto value = given ? read(section, key, expected, convert) : std::nullopt;
  section.set_value(key, value ? Tree::of(*value) : Tree{});
  return value;
}

inline void describe_range(KeyDescription& row, const Range& range) {
  if (std::isfinite(range.low)) {
    row.low = range.low;
    row.low_open = range.low_open;
  }
  if (std::isfinite(range.high)) {
    row.high = range.high;
    row.high_open = range.high_open;
  }
}

inline std::string out_of_range(const Range& range, const Tree& value) {
  return "must be " + range.text() + ", found " + to_compact_json(value);
}

}  // namespace mlp
