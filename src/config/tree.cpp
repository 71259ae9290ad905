#include "mlp/config/tree.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "mlp/config/json.h"
#include "mlp/core/numbers.h"
#include "text.h"

namespace mlp {
namespace {

// Exact: a 64-bit integer may have no equal double, and then equals no number.
bool same_number(const Tree& a, const Tree& b) {
  if (a.kind == b.kind) return a.kind == Tree::Kind::integer ? a.integer == b.integer : a.number == b.number;
  const Tree& whole = a.kind == Tree::Kind::integer ? a : b;
  const Tree& real = a.kind == Tree::Kind::integer ? b : a;
  return std::abs(real.number) < 0x1p63 && std::trunc(real.number) == real.number &&
         static_cast<std::int64_t>(real.number) == whole.integer;
}

bool same_members(const Tree& a, const Tree& b) {
  if (a.members.size() != b.members.size()) return false;
  return std::ranges::all_of(a.members, [&b](const Member& member) {
    const Tree* other = b.find(member.key);
    return other != nullptr && same_value(member.value, *other);
  });
}

}  // namespace

const Tree* Tree::find(std::string_view key) const {
  for (const Member& member : members)
    if (member.key == key) return &member.value;
  return nullptr;
}

Tree* Tree::find(std::string_view key) { return const_cast<Tree*>(std::as_const(*this).find(key)); }

Tree Tree::of(bool value) {
  Tree tree;
  tree.kind = Kind::boolean;
  tree.boolean = value;
  return tree;
}

Tree Tree::of(std::int64_t value) {
  Tree tree;
  tree.kind = Kind::integer;
  tree.integer = value;
  tree.number = static_cast<double>(value);
  return tree;
}

Tree Tree::of(int value) { return of(std::int64_t{value}); }

Tree Tree::of(double value) {
  Tree tree;
  tree.kind = Kind::number;
  tree.number = value;
  return tree;
}

Tree Tree::of(std::string value) {
  Tree tree;
  tree.kind = Kind::string;
  tree.string = std::move(value);
  return tree;
}

Tree Tree::of(const char* value) { return of(std::string(value)); }

Tree Tree::object() {
  Tree tree;
  tree.kind = Kind::object;
  return tree;
}

Tree Tree::array() {
  Tree tree;
  tree.kind = Kind::array;
  return tree;
}

void Tree::set(std::string_view key, Tree value) {
  if (Tree* present = find(key))
    *present = std::move(value);
  else
    members.push_back({std::string(key), value.place, std::move(value)});
}

void Tree::erase(std::string_view key) {
  std::erase_if(members, [key](const Member& member) { return member.key == key; });
}

std::string_view kind_name(Tree::Kind kind) {
  switch (kind) {
    case Tree::Kind::null:
      return "null";
    case Tree::Kind::boolean:
      return "true or false";
    case Tree::Kind::integer:
      return "a whole number";
    case Tree::Kind::number:
      return "a number";
    case Tree::Kind::string:
      return "a string";
    case Tree::Kind::array:
      return "a list";
    case Tree::Kind::object:
      return "an object";
  }
  return "";
}

std::string described(const Tree& value) {
  switch (value.kind) {
    case Tree::Kind::boolean:
      return value.boolean ? "true" : "false";
    case Tree::Kind::integer:
      return "the number " + std::to_string(value.integer);
    case Tree::Kind::number:
      return "the number " + (value.place.text != nullptr
                                  ? value.place.text->text.substr(value.place.offset, value.place.length)
                                  : shortest(value.number));
    case Tree::Kind::string:
      return "the string " + in_quotes(value.string);
    case Tree::Kind::array:
      return value.items.empty() ? "an empty list" : "a list";
    case Tree::Kind::object:
      return value.members.empty() ? "an empty object" : "an object";
    case Tree::Kind::null:
      break;
  }
  return "null";
}

bool same_value(const Tree& a, const Tree& b) {
  if (a.is_number() && b.is_number()) return same_number(a, b);
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case Tree::Kind::boolean:
      return a.boolean == b.boolean;
    case Tree::Kind::string:
      return a.string == b.string;
    case Tree::Kind::array:
      return std::ranges::equal(a.items, b.items, same_value);
    case Tree::Kind::object:
      return same_members(a, b);
    default:
      return true;  // null; numbers are compared above
  }
}

namespace {

/// Both say "type", and not the same: two components, whose parameters have nothing to do with each other.
bool other_component(const Tree& base, const Tree& over) {
  const Tree *a = base.find("type"), *b = over.find("type");
  return a != nullptr && b != nullptr && !same_value(*a, *b);
}

}  // namespace

Tree merged(const Tree& base, const Tree& over) {
  // Parameters for a component that is written as its plain name: "sgd" and {"momentum": 0.9}.
  if (base.kind == Tree::Kind::string && over.kind == Tree::Kind::object && over.find("type") == nullptr) {
    Tree component = Tree::object();
    component.place = base.place;
    component.set("type", base);
    return merged(component, over);
  }
  if (base.kind != Tree::Kind::object || over.kind != Tree::Kind::object || other_component(base, over)) return over;
  Tree result = base;
  result.place = over.place;  // a key that is missing from both is best added where the last word was
  for (const Member& member : over.members) {
    Tree* present = result.find(member.key);
    if (present == nullptr) {
      result.members.push_back(member);
      continue;
    }
    *present = merged(*present, member.value);
    std::ranges::find(result.members, member.key, &Member::key)->key_place = member.key_place;
  }
  return result;
}

}  // namespace mlp
