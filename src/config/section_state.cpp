#include "section_state.h"

#include <algorithm>

#include "text.h"

namespace mlp {

namespace {

// A key that is null is a key that is not there: so a config can take back what the one that it extends says.
const Tree* given(const Tree& object, std::string_view key) {
  const Tree* value = object.find(key);
  return value != nullptr && value->kind != Tree::Kind::null ? value : nullptr;
}

// A component without parameters is its plain name.
Tree resolved_part(const SectionState& part) {
  const Tree& whole = part.resolve();
  return part.is_component && whole.members.size() == 1 ? Tree::of(part.type) : whole;
}

}  // namespace

SectionState::Found SectionState::find(std::string_view key) const {
  if (tree != nullptr) {
    if (tree->kind == Tree::Kind::string && key == "type") return {tree, pointer};
    if (const Tree* value = given(*tree, key)) return {value, pointer_to(pointer, key)};
  }
  if (fallback != nullptr)
    if (const Tree* value = given(*fallback, key)) return {value, pointer_to(fallback_pointer, key)};
  return {};
}

SectionState::Entry* SectionState::entry(std::string_view key) {
  const auto found = std::ranges::find_if(entries, [key](const Entry& e) { return e.description.key == key; });
  return found == entries.end() ? nullptr : &*found;
}

SectionState::Entry& SectionState::declare(std::string_view key, std::string_view type_name, std::string_view summary) {
  Entry* found = entry(key);
  if (found == nullptr) found = &entries.emplace_back();
  *found = {};
  found->description.key = key;
  found->description.type = type_name;
  found->description.summary = summary;
  last = static_cast<std::size_t>(found - entries.data());
  return *found;
}

void SectionState::set_value(std::string_view key, Tree value) {
  Entry* found = entry(key);
  if (found == nullptr) throw std::logic_error("echo of \"" + std::string(key) + "\", a key that was not read");
  found->form = Entry::Form::value;
  found->value = std::move(value);
  found->parts.clear();
}

void SectionState::report(const Found& at, std::string message) const {
  if (is_no_object) return;
  const bool written = at.value != nullptr && at.value->place.text;
  context.problems->add(written ? at.value->place : place, at.value != nullptr ? at.pointer : pointer,
                        std::move(message));
}

void SectionState::report(std::string_view key, std::string message) const {
  if (key.empty()) return report(Found{tree, pointer}, std::move(message));
  const Found found = find(key);
  if (found.value != nullptr) return report(found, std::move(message));
  context.problems->add(place, pointer_to(pointer, key), std::move(message));
}

void SectionState::report_kind(const Found& at, std::string_view expected) const {
  report(at, "expected " + std::string(expected) + ", found " + described(*at.value));
}

void SectionState::report_missing(std::string_view key) const {
  if (!context.describing) report(Found{}, "the key " + in_quotes(key) + " is missing, and it has no default");
}

std::shared_ptr<SectionState> SectionState::add_part(std::string_view key, const Found& at, Entry::Form form) {
  auto part = std::make_shared<SectionState>();
  part->tree = at.value;
  part->pointer = at.value != nullptr ? at.pointer : pointer_to(pointer, key);
  part->context = context;
  part->place = at.value != nullptr && at.value->place.text ? at.value->place : place;
  Entry* owner = entry(key);
  owner->form = form;
  owner->parts.push_back(part);
  return part;
}

const Tree& SectionState::resolve() const {
  resolved = Tree::object();
  if (is_component) resolved.set("type", Tree::of(type));
  for (const Entry& e : entries) {
    switch (e.form) {
      case Entry::Form::silent:
        break;
      case Entry::Form::value:
        resolved.set(e.description.key, e.value);
        break;
      case Entry::Form::section:
        resolved.set(e.description.key, resolved_part(*e.parts[0]));
        break;
      case Entry::Form::list: {
        Tree list = Tree::array();
        for (const auto& part : e.parts) list.items.push_back(resolved_part(*part));
        resolved.set(e.description.key, std::move(list));
        break;
      }
    }
  }
  return resolved;
}

const std::vector<KeyDescription>& SectionState::describe() const {
  keys.clear();
  for (const Entry& e : entries) {
    keys.push_back(e.description);
    if (!e.parts.empty() && !(e.form == Entry::Form::section && e.parts[0]->is_component))
      keys.back().keys = e.parts[0]->describe();
  }
  return keys;
}

}  // namespace mlp
