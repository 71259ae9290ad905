#include "mlp/config/problems.h"

#include <algorithm>
#include <map>
#include <optional>

#include "excerpt.h"
#include "mlp/core/error.h"
#include "mlp/core/numbers.h"
#include "mlp/core/utf8.h"

namespace mlp {
namespace {

constexpr std::size_t most_shown = 20;

// Reading order is the program's affair: people go through a file from top to bottom.
std::vector<Problem> in_reading_order(std::vector<Problem> problems) {
  std::map<const ConfigText*, std::size_t> rank;
  for (const Problem& problem : problems) rank.emplace(problem.place.text.get(), rank.size());
  std::ranges::stable_sort(problems, {}, [&rank](const Problem& problem) {
    return std::pair(rank.at(problem.place.text.get()), problem.place.offset);
  });
  return problems;
}

std::string where(const Place& place) {
  if (!place.text) return "";
  const std::string name = printable(place.text->name);
  if (place.text->is_option) return name + ": ";
  const LineColumn at = line_and_column(place);
  return name + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": ";
}

}  // namespace

bool operator==(const Problem& a, const Problem& b) {
  return a.place.text == b.place.text && a.place.offset == b.place.offset && a.pointer == b.pointer &&
         a.message == b.message;
}

void Problems::add(Problem problem) {
  if (std::ranges::find(problems_, problem) == problems_.end()) problems_.push_back(std::move(problem));
}

void Problems::add(Place place, std::string pointer, std::string message) {
  add(Problem{std::move(place), std::move(pointer), std::move(message)});
}

void Problems::raise() const {
  if (empty()) return;
  std::string text;
  const std::vector<Problem> ordered = in_reading_order(problems_);
  for (std::size_t i = 0; i < std::min(ordered.size(), most_shown); ++i)
    text += (i > 0 ? "\n" : "") + formatted(ordered[i]);
  if (ordered.size() > most_shown)
    text += "\nand " + grouped(static_cast<std::int64_t>(ordered.size() - most_shown)) + " more";
  throw InputError(text);
}

std::string formatted(const Problem& problem) {
  std::string text = where(problem.place);
  if (!problem.pointer.empty()) text += printable(problem.pointer) + ": ";
  text += problem.message;
  if (problem.place.text) text += "\n" + excerpt(problem.place);
  return text;
}

Place place_at(const Tree& config, std::string_view pointer) {
  const Tree* value = &config;
  Place place = config.place;
  while (value != nullptr && !pointer.empty()) {
    pointer.remove_prefix(1);  // its "/"
    const std::string_view key = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(key.size());
    if (value->kind == Tree::Kind::array) {
      const std::optional<std::int64_t> index = read_integer(key);
      const bool is_there = index && *index >= 0 && *index < std::ssize(value->items);
      value = is_there ? &value->items[static_cast<std::size_t>(*index)] : nullptr;
    } else {
      value = value->find(key);
    }
    if (value != nullptr && value->place.text) place = value->place;
  }
  return place;
}

LineColumn line_and_column(const Place& place) {
  LineColumn at;
  if (!place.text) return at;
  const std::string_view text = place.text->text;
  const std::size_t end = std::min(place.offset, text.size());
  for (std::size_t i = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; i < end; i += first_code_point(text.substr(i)).bytes) {
    if (text[i] == '\n')
      at = {at.line + 1, 1};
    else
      ++at.column;
  }
  return at;
}

}  // namespace mlp
