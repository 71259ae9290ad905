// Lists of plain values.

#include "mlp/config/section.h"
#include "section_read.h"

namespace mlp {
namespace {

using Found = SectionState::Found;

/// The same for a list of such values.
template <class Value, class Convert>
std::vector<Value> read_list(SectionState& section, std::string_view key, std::vector<Value> fallback,
                             std::string_view expected, std::string_view expected_item, Convert convert) {
  const Found found = section.find(key);
  if (found.value == nullptr) return fallback;
  if (found.value->kind != Tree::Kind::array) {
    section.report_kind(found, expected);
    return fallback;
  }
  std::vector<Value> values;
  for (std::size_t i = 0; i < found.value->items.size(); ++i) {
    const Tree& item = found.value->items[i];
    if (const auto value = convert(item))
      values.push_back(*value);
    else
      section.report_kind({&item, pointer_to(found.pointer, i)}, expected_item);
  }
  return values.size() == found.value->items.size() ? values : fallback;
}

/// Checks the items of the list under `key`.
template <class Value>
bool check_items(SectionState& section, std::string_view key, const Range& range, const std::vector<Value>& values) {
  describe_range(section.entry(key)->description, range);
  const Found found = section.find(key);
  if (found.value == nullptr || found.value->items.size() != values.size()) return true;  // the default
  bool all = true;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (range.contains(static_cast<double>(values[i]))) continue;
    section.report({&found.value->items[i], pointer_to(found.pointer, i)}, out_of_range(range, found.value->items[i]));
    all = false;
  }
  return all;
}

}  // namespace

std::vector<double> Section::numbers(std::string_view key, const std::vector<double>& fallback,
                                     std::string_view summary, Range range) {
  state_->declare(key, "list of numbers", summary).description.fallback = Tree::list(fallback);
  auto values = read_list(*state_, key, fallback, "a list of numbers", "a number", as_number);
  if (!check_items(*state_, key, range, values)) values = fallback;
  echo(key, Tree::list(values));
  return values;
}

std::vector<double> Section::numbers(std::string_view key, std::string_view summary, Range range) {
  if (peek(key) == nullptr) state_->report_missing(key);
  std::vector<double> values = numbers(key, std::vector<double>(), summary, range);
  KeyDescription& row = description(key);
  row.required = true;
  row.fallback.reset();
  return values;
}

std::vector<std::int64_t> Section::integers(std::string_view key, const std::vector<std::int64_t>& fallback,
                                            std::string_view summary, Range range) {
  state_->declare(key, "list of integers", summary).description.fallback = Tree::list(fallback);
  auto values = read_list(*state_, key, fallback, "a list of whole numbers", "a whole number", as_integer);
  if (!check_items(*state_, key, range, values)) values = fallback;
  echo(key, Tree::list(values));
  return values;
}

std::vector<std::string> Section::texts(std::string_view key, std::vector<std::string> fallback,
                                        std::string_view summary) {
  state_->declare(key, "string or list of strings", summary).description.fallback = Tree::list(fallback);
  const Tree* value = peek(key);
  if (value != nullptr && value->kind == Tree::Kind::string)
    fallback = {value->string};
  else
    fallback = read_list(*state_, key, fallback, "a string or a list of strings", "a string", as_text);
  echo(key, Tree::list(fallback));
  return fallback;
}

}  // namespace mlp
