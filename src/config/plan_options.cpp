#include "plan_options.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "mlp/config/json.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"
#include "text.h"

namespace mlp {
namespace {

constexpr std::array<std::string_view, 5> keys_of_the_plan{"extends", "name", "repeats", "sweep", "variants"};

/// KEY=VALUE of an option: the key, and where the value starts in the text.
struct KeyAndValue {
  DottedPath path;
  std::size_t value;
};

bool is_utf8(std::string_view text) {
  for (; !text.empty(); text.remove_prefix(first_code_point(text).bytes))
    if (!first_code_point(text).valid) return false;
  return true;
}

std::optional<KeyAndValue> split(const std::shared_ptr<const ConfigText>& text, const std::string& usage,
                                 Problems& problems) {
  const std::size_t start = text->text.find(' ') + 1;
  const std::size_t equals = text->text.find('=', start);
  const Place whole{text, start, text->text.size() - start};
  if (!is_utf8(text->text)) {
    problems.add(whole, "", "this option is not UTF-8");
    return std::nullopt;
  }
  if (equals == std::string::npos) {
    problems.add(whole, "", "expected " + usage + ": there is no \"=\"");
    return std::nullopt;
  }
  const Place key{text, start, equals - start};
  DottedPath path = dotted_path(text->text.substr(start, equals - start), key, problems);
  if (path.parts.empty()) return std::nullopt;
  return KeyAndValue{std::move(path), equals + 1};
}

/// Of figures, signs and exponents alone, a figure first: no plain string, though it may be no JSON ("1e999").
bool looks_like_number(std::string_view text) {
  const std::size_t first = text.find_first_not_of("+-.");
  return first <= 1 && text[first] >= '0' && text[first] <= '9' && text.find_first_of("eE") != std::string_view::npos &&
         text.find_first_not_of("0123456789+-.eE") == std::string_view::npos;
}

/// JSON, or else a plain string. What starts like a list or an object, or looks like a number, is meant as one.
Tree value_at(const std::shared_ptr<const ConfigText>& text, std::size_t begin, std::size_t end, Problems& problems) {
  Problems found;
  const std::optional<Tree> value = parse_json(text, begin, end - begin, found);
  Tree plain = Tree::of(text->text.substr(begin, end - begin));
  plain.place = {text, begin, std::max<std::size_t>(end - begin, 1)};
  if (value || plain.string.starts_with('{') || plain.string.starts_with('[') || looks_like_number(plain.string))
    for (const Problem& problem : found.all()) problems.add(problem);
  return value.value_or(plain);
}

/// The end of the item that starts at `at`: the next comma outside of brackets and strings.
std::size_t item_end(std::string_view text, std::size_t at) {
  int depth = 0;
  bool in_string = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string && c == '\\')
      ++at;
    else if (c == '"')
      in_string = !in_string;
    else if (!in_string && (c == '[' || c == '{'))
      ++depth;
    else if (!in_string && (c == ']' || c == '}'))
      --depth;
    else if (!in_string && c == ',' && depth <= 0)
      break;
  }
  return std::min(at, text.size());
}

/// The integers of A..B, both included; false where the text is no such range.
bool add_range(std::vector<Tree>& values, const Place& place, Problems& problems) {
  const std::string text = place.text->text.substr(place.offset, place.length);
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) return false;
  const auto first = read_integer(text.substr(0, dots)), last = read_integer(text.substr(dots + 2));
  if (!first || !last) {
    if (!read_number(text.substr(0, dots)) || !read_number(text.substr(dots + 2))) return false;
    problems.add(place, "", "A..B counts whole numbers; list others with commas: KEY=0.1,0.01");
    return true;
  }
  if (*first > *last)
    problems.add(place, "",
                 "a range counts upwards: did you mean " + std::to_string(*last) + ".." + std::to_string(*first) + "?");
  if (static_cast<double>(*last) - static_cast<double>(*first) >= max_runs) {
    problems.add(place, "", "more than " + grouped(static_cast<std::int64_t>(max_runs)) + " values");
    return true;
  }
  for (std::int64_t i = 0; i <= *last - *first; ++i) {
    values.push_back(Tree::of(*first + i));
    values.back().place = place;
  }
  return true;
}

std::optional<Axis> read_vary(const std::string& argument, Problems& problems) {
  const auto text = option_text("--vary", argument);
  const auto parts = split(text, "KEY=V1,V2,… or KEY=A..B", problems);
  if (!parts) return std::nullopt;
  Axis axis{parts->path, {}};
  for (std::size_t begin = parts->value; begin <= text->text.size();) {
    const std::size_t end = item_end(text->text, begin);
    const Place place{text, begin, end - begin};
    if (end == begin)
      problems.add(place, "", "expected a value, found nothing");
    else if (!add_range(axis.values, place, problems))
      axis.values.push_back(value_at(text, begin, end, problems));
    begin = end + 1;
  }
  check_axis(axis, problems);
  return axis;
}

std::optional<Assignment> read_set(const std::string& argument, Problems& problems) {
  const auto text = option_text("--set", argument);
  const auto parts = split(text, "KEY=VALUE", problems);
  if (!parts) return std::nullopt;
  if (parts->path.root() == "extends") {
    problems.add(parts->path.parts[0].place, "", "\"extends\" cannot be set: files are merged before");
    return std::nullopt;
  }
  return Assignment{parts->path, value_at(text, parts->value, text->text.size(), problems)};
}

Assignment seed_assignment(std::uint64_t seed, Problems& problems) {
  const auto text = option_text("--seed", std::to_string(seed));
  const Place place{text, 7, text->text.size() - 7};
  Tree value = Tree::of(static_cast<std::int64_t>(seed));
  value.place = place;
  if (!std::in_range<std::int64_t>(seed)) problems.add(place, "", "a seed is at most " + std::to_string(INT64_MAX));
  return {{"seed", {{"seed", place}}}, std::move(value)};
}

void refuse_contradictions(const Overrides& overrides, Problems& problems) {
  for (std::size_t i = 0; i < overrides.vary.size(); ++i) {
    const DottedPath& path = overrides.vary[i].path;
    for (const Assignment& set : overrides.set)
      if (set.path.text == path.text)
        problems.add(path.parts[0].place, "", in_quotes(path.text) + " is set by another option and cannot vary");
    for (std::size_t j = 0; j < i; ++j)
      if (overrides.vary[j].path.text == path.text)
        problems.add(path.parts[0].place, "", in_quotes(path.text) + " is varied twice; list all values in one option");
  }
}

}  // namespace

std::shared_ptr<const ConfigText> option_text(const std::string& option, const std::string& argument) {
  return std::make_shared<const ConfigText>(
      ConfigText{"command line", option + " " + argument, std::filesystem::current_path(), true});
}

void check_axis(const Axis& axis, Problems& problems) {
  if (std::ranges::find(keys_of_the_plan, axis.path.root()) != keys_of_the_plan.end())
    problems.add(axis.path.parts[0].place, "", in_quotes(axis.path.root()) + " cannot be swept");
  std::set<std::string> seen;
  for (const Tree& value : axis.values) {
    const std::string text = to_compact_json(value);
    if (!seen.insert(text).second) problems.add(value.place, "", "the value " + text + " is here twice");
  }
}

Overrides read_overrides(const PlanOptions& options, Problems& problems) {
  Overrides overrides;
  for (const std::string& argument : options.set)
    if (auto set = read_set(argument, problems)) overrides.set.push_back(std::move(*set));
  for (const std::string& argument : options.vary)
    if (auto vary = read_vary(argument, problems)) overrides.vary.push_back(std::move(*vary));
  if (options.seed) overrides.set.push_back(seed_assignment(*options.seed, problems));
  refuse_contradictions(overrides, problems);
  return overrides;
}

}  // namespace mlp
