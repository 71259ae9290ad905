#include "assign.h"

#include <algorithm>

#include "mlp/core/numbers.h"
#include "text.h"

namespace mlp {
namespace {

// "model.layers" of "model.layers.7.units"
std::string beginning(const DottedPath& path, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += (i > 0 ? "." : "") + path.parts[i].key;
  return text;
}

Tree* item_of(Tree& list, const DottedPath& path, std::size_t depth, Problems& problems) {
  const PathPart& part = path.parts[depth];
  const auto index = read_integer(part.key);
  const auto size = static_cast<std::int64_t>(list.items.size());
  if (index && *index >= 0 && *index < size) return &list.items[static_cast<std::size_t>(*index)];
  const std::string what =
      in_quotes(beginning(path, depth)) + " is a list of " + std::to_string(size) + (size == 1 ? " item" : " items");
  const std::string allowed = size == 0 ? "" : ", with the indices 0 to " + std::to_string(size - 1);
  problems.add(part.place, "", what + allowed + "; it has no " + in_quotes(part.key));
  return nullptr;
}

Tree* member_of(Tree& object, const PathPart& part) {
  if (Tree* present = object.find(part.key)) return present;
  object.members.push_back({part.key, part.place, {}});
  object.members.back().value.place = part.place;
  return &object.members.back().value;
}

// A component may be written as its name alone; its parameters need the other form.
void make_object(Tree& value) {
  Tree object = Tree::object();
  object.place = value.place;
  if (value.kind == Tree::Kind::string) object.members.push_back({"type", value.place, value});
  value = std::move(object);
}

/// The value that one more part of the path leads to; null, and a problem, where it leads nowhere.
Tree* step(Tree& at, const DottedPath& path, std::size_t depth, Problems& problems) {
  if (at.kind == Tree::Kind::array) return item_of(at, path, depth, problems);
  if (at.kind == Tree::Kind::null || at.kind == Tree::Kind::string) make_object(at);
  if (at.kind == Tree::Kind::object) return member_of(at, path.parts[depth]);
  problems.add(path.parts[depth].place, "",
               in_quotes(beginning(path, depth)) + " is " + described(at) + ", which has no " +
                   in_quotes(path.parts[depth].key));
  return nullptr;
}

}  // namespace

DottedPath dotted_path(const std::string& text, const Place& place, Problems& problems) {
  DottedPath path{text, {}};
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    // A key of a file stands in quotes, perhaps with escapes: then the whole of it is marked.
    const bool exact = place.length == text.size();
    path.parts.push_back(
        {text.substr(begin, end - begin),
         exact ? Place{place.text, place.offset + begin, std::max<std::size_t>(end - begin, 1)} : place});
    begin = end + 1;
  }
  for (const PathPart& part : path.parts) {
    if (!part.key.empty()) continue;
    problems.add(part.place, "",
                 "expected a path like optimizer.learning_rate, found " +
                     (text.empty() ? "an empty one" : in_quotes(text) + ", which has an empty part"));
    return {text, {}};
  }
  return path;
}

void assign(Tree& config, const Assignment& assignment, Problems& problems) {
  Tree* at = &config;
  for (std::size_t depth = 0; depth < assignment.path.parts.size(); ++depth) {
    at = step(*at, assignment.path, depth, problems);
    if (at == nullptr) return;
  }
  *at = assignment.value;
}

}  // namespace mlp
